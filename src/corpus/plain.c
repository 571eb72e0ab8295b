/* plain.c - units without their marks, in the same form: what a second annotator gets. */
#include "base/date.h"
#include "corpus/forms.h"

static void write_line(ch__buf *out, ch__sv text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool head = !i && (text.p[0] == '@' || text.p[0] == '#'); /* would be a header or a comment */
        if (head || (text.p[i] && strchr("[]{}|\\", text.p[i])))
            ch__buf_char(out, '\\');
        ch__buf_char(out, text.p[i]);
    }
    ch__buf_char(out, '\n');
}

void ch__form_text(ch__buf *out, const ch__corpus_unit *u)
{
    char iso[12];
    const ch_doc *doc = u->doc;
    ch__buf_printf(out, "%s %s %s", u->story ? "@@" : "@",
                   doc->published.year ? ch__date_iso(doc->published, iso) : "-",
                   ch__corpus_name(CH__LIST_VOICES, u->voice));
    if (u->voice_country)
        ch__buf_printf(out, "/%s", u->voice_country);
    ch__buf_printf(out, " %s\n", ch__corpus_name(CH__LIST_TOPICS, u->topic));
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        if (i && doc->sentences[i].block != doc->sentences[i - 1].block)
            ch__buf_char(out, '\n');
        write_line(out, ch__doc_sv(doc, doc->sentences[i].bytes));
    }
    ch__buf_char(out, '\n');
}
