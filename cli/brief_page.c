/* brief_page.c - what a store knows of two states, on one page for people. Every line ends with the first digits of the
 * record it rests on. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brief.h"
#include "page.h"
#include "plot.h"

enum { SHORT_ID = 8, LEAD = 160, TEXT = 400, MOST_EVENTS = 12, MOST_SAID = 3 };

/* A text in the making, of fixed size: what does not fit is cut. */
typedef struct text {
    char at[TEXT];
    size_t n;
} text;

static void add(text *t, const char *before, const char *s)
{
    if (!s || !*s)
        return;
    int n = snprintf(t->at + t->n, sizeof t->at - t->n, "%s%s", before, s);
    t->n = n < 0 || t->n + (size_t)n >= sizeof t->at ? sizeof t->at - 1 : t->n + (size_t)n;
}

static const char *short_id(const char *id)
{
    static char cut[SHORT_ID + 1];
    snprintf(cut, sizeof cut, "%.*s", SHORT_ID, id);
    return cut;
}

/* The words in quotation marks; a long one by its beginning. */
static char *quoted(const char *words)
{
    char *out = NULL;
    return asprintf(&out, "\"%s\"", words) < 0 ? NULL : out;
}

static void print_quote(const char *lead, const char *words, int most, const char *ref)
{
    char *q = *words ? quoted(words) : NULL;
    page_line(lead, q, most, ref);
    free(q);
}

/* "KEN;CHN" as "KEN, CHN" */
static void codes(text *t, const char *before, const char *list)
{
    char out[LEAD];
    size_t n = 0;
    for (; *list && n + 3 < sizeof out; list++) {
        out[n++] = *list == ';' ? ',' : *list;
        if (*list == ';')
            out[n++] = ' ';
    }
    out[n] = 0;
    add(t, before, out);
}

static const rows *part(const brief *b, int i)
{
    return &b->part[i];
}

/* ---- head ---- */

static void print_head(const brief *b)
{
    const rows *r = part(b, BRIEF_RELATION);
    char title[LEAD], day[32];
    text t = {0};
    snprintf(title, sizeof title, "%s (%s) and %s (%s)", b->name[0], b->code[0], b->name[1], b->code[1]);
    snprintf(day, sizeof day, "as of %s", b->at ? b->at : "");
    page_title(title, b->at ? day : NULL);
    add(&t, "", rows_get(r, 0, "records"));
    add(&t, "", rows_number(r, 0, "records") == 1 ? " record in " : " records in ");
    add(&t, "", rows_get(r, 0, "documents"));
    add(&t, "", rows_number(r, 0, "documents") == 1 ? " document" : " documents");
    add(&t, ", ", rows_get(r, 0, "first_date"));
    add(&t, " to ", rows_get(r, 0, "last_date"));
    add(&t, "; what follows is since ", b->since);
    page_line(NULL, t.at, 3, NULL);
}

/* ---- level ---- */

static void print_history(const rows *s)
{
    for (size_t i = s->n; i-- > 0 && s->n > 1;) {
        char lead[LEAD];
        snprintf(lead, sizeof lead, "%-10s  %-11s", rows_get(s, i, "date"), rows_get(s, i, "action"));
        page_line(lead, rows_get(s, i, "level"), 1, short_id(rows_get(s, i, "record")));
    }
}

static void print_level(const brief *b)
{
    const rows *r = part(b, BRIEF_RELATION), *s = part(b, BRIEF_STANDINGS);
    const char *record = rows_get(r, 0, "level_record");
    page_heading("LEVEL", *record ? NULL : s->n ? "none now" : "none told");
    if (*record) {
        text t = {0};
        add(&t, "", rows_get(r, 0, "level"));
        add(&t, ", ", rows_get(r, 0, "level_action"));
        char lead[LEAD];
        snprintf(lead, sizeof lead, "since %s", rows_get(r, 0, "level_since"));
        page_line(lead, t.at, 2, short_id(record));
        page_sentence(rows_get(&b->level, 0, "text"), 3);
    }
    print_history(s);
}

/* ---- agreements ---- */

static void print_pact(const rows *p, size_t i)
{
    char lead[LEAD];
    text t = {0};
    const char *title = rows_get(p, i, "title");
    snprintf(lead, sizeof lead, "%-10s  %-11s", *rows_get(p, i, "since") ? rows_get(p, i, "since") : "undated",
             rows_get(p, i, "status"));
    add(&t, "", *title ? title : *rows_get(p, i, "form") ? rows_get(p, i, "form") : "agreement");
    if (!*title)
        codes(&t, " on ", rows_get(p, i, "subjects"));
    add(&t, ", for ", rows_get(p, i, "term"));
    add(&t, ", until ", rows_get(p, i, "ends"));
    if (strlen(rows_get(p, i, "parties")) > 7)
        codes(&t, ", between ", rows_get(p, i, "parties"));
    page_line(lead, t.at, 2, short_id(rows_get(p, i, "record")));
}

static void print_pacts(const brief *b)
{
    const rows *p = part(b, BRIEF_PACTS);
    char count[48];
    if (!p->n)
        return;
    snprintf(count, sizeof count, "%s in force of the %zu told of",
             rows_get(part(b, BRIEF_RELATION), 0, "pacts_in_force"), p->n);
    page_heading("AGREEMENTS", count);
    for (size_t i = 0; i < p->n; i++)
        print_pact(p, i);
}

/* ---- contacts: the last of each mode ---- */

static bool seen_before(const rows *c, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(rows_get(c, k, "mode"), rows_get(c, i, "mode")) == 0)
            return true;
    return false;
}

static int times(const rows *c, size_t i)
{
    int n = 0;
    for (size_t k = i; k < c->n; k++)
        n += strcmp(rows_get(c, k, "mode"), rows_get(c, i, "mode")) == 0;
    return n;
}

static void print_contact(const rows *c, size_t i)
{
    char lead[LEAD];
    text t = {0};
    snprintf(lead, sizeof lead, "%-10s  %-11s", rows_get(c, i, "date"), rows_get(c, i, "mode"));
    codes(&t, "", rows_get(c, i, "actor"));
    codes(&t, " -> ", rows_get(c, i, "recipient"));
    codes(&t, ": ", rows_get(c, i, "people"));
    add(&t, ", in ", rows_get(c, i, "place"));
    char count[48];
    snprintf(count, sizeof count, "; %d in all", times(c, i));
    if (times(c, i) > 1)
        add(&t, "", count);
    page_line(lead, t.at, 2, short_id(rows_get(c, i, "record")));
}

static void print_contacts(const brief *b)
{
    const rows *c = part(b, BRIEF_CONTACTS);
    if (!c->n)
        return;
    page_heading("LAST CONTACTS", "by mode");
    for (size_t i = 0; i < c->n; i++)
        if (!seen_before(c, i))
            print_contact(c, i);
}

/* ---- events ---- */

/* forth and back are of the pair in the order of its codes. */
static void direction(const brief *b, const rows *e, size_t i, char *out, size_t size)
{
    bool swapped = strcmp(b->code[0], b->code[1]) > 0;
    bool forth = rows_number(e, i, "forth"), back = rows_number(e, i, "back");
    const char *one = b->code[swapped], *other = b->code[!swapped];
    if (forth && back)
        snprintf(out, size, "%s <> %s", one, other);
    else if (forth || back)
        snprintf(out, size, "%s -> %s", forth ? one : other, forth ? other : one);
    else
        snprintf(out, size, "%s, %s", one, other);
}

static void print_event(const brief *b, const rows *e, size_t i)
{
    char way[2 * CH_MAX_CODE + 8], lead[LEAD];
    text t = {0};
    direction(b, e, i, way, sizeof way);
    const char *date = rows_get(e, i, "date_start"), *modality = rows_get(e, i, "modality");
    snprintf(lead, sizeof lead, "%-10s  %s", *date ? date : "undated", way);
    add(&t, "", rows_get(e, i, "type"));
    add(&t, " ", rows_get(e, i, "detail"));
    if (strcmp(modality, "actual") != 0 && strcmp(modality, "historical") != 0)
        add(&t, ", ", modality);
    if (rows_number(e, i, "tellings") > 1) {
        add(&t, ", told ", rows_get(e, i, "tellings"));
        add(&t, "", " times");
    }
    page_line(lead, t.at, 2, short_id(rows_get(e, i, "id")));
}

/* Contacts and promises have lines of their own. */
static bool has_own_lines(const rows *e, size_t i)
{
    const char *type = rows_get(e, i, "type");
    return strcmp(type, "CONSULT") == 0 || strcmp(type, "AGREE") == 0;
}

/* What several lines rest on is said once, under the last of them. */
static const char *under_all(const char *before, const char *now)
{
    if (*before && strcmp(before, now) != 0)
        page_sentence(before, 2);
    return now;
}

static void print_events(const brief *b)
{
    const rows *e = part(b, BRIEF_EVENTS);
    const char *sentence = "";
    int n = 0;
    for (size_t i = 0; i < e->n && n < MOST_EVENTS; i++) {
        if (has_own_lines(e, i))
            continue;
        if (n++ == 0)
            page_heading("RECENT EVENTS", "the newest first");
        sentence = under_all(sentence, rows_get(e, i, "text"));
        print_event(b, e, i);
    }
    under_all(sentence, "");
}

static bool same_record(const rows *p, size_t i, size_t k)
{
    return k < p->n && strcmp(rows_get(p, i, "record"), rows_get(p, k, "record")) == 0;
}

/* A promise to each other has a row each way. */
static bool told_already(const rows *p, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_record(p, i, k))
            return true;
    return false;
}

static bool mutual(const rows *p, size_t i)
{
    for (size_t k = i + 1; k < p->n; k++)
        if (same_record(p, i, k))
            return true;
    return false;
}

static void print_promises(const brief *b)
{
    const rows *p = part(b, BRIEF_PROMISES);
    const char *sentence = "";
    if (!p->n)
        return;
    page_heading("OPEN PROMISES", "no deed that keeps or breaks them is told");
    for (size_t i = 0; i < p->n; i++) {
        char lead[LEAD];
        if (told_already(p, i))
            continue;
        sentence = under_all(sentence, rows_get(p, i, "text"));
        snprintf(lead, sizeof lead, "%-10s  %s %s %s", rows_get(p, i, "date_start"), rows_get(p, i, "source"),
                 mutual(p, i) ? "and" : "to", rows_get(p, i, "target"));
        print_quote(lead, rows_get(p, i, "quote"), 2, short_id(rows_get(p, i, "record")));
    }
    under_all(sentence, "");
}

/* ---- figures ---- */

static void plain_number(char *out, size_t size, const char *value)
{
    static const struct {
        double from;
        const char *word;
    } scales[] = {{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}};
    double v = strtod(value, NULL);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (v >= scales[i].from || v <= -scales[i].from) {
            snprintf(out, size, "%.10g%s", v / scales[i].from, scales[i].word);
            return;
        }
    snprintf(out, size, "%s", value);
}

static void value_of(text *t, const rows *f, size_t i)
{
    char number[48], high[48];
    const char *value = rows_get(f, i, "value"), *from = rows_get(f, i, "low"), *to = rows_get(f, i, "high");
    plain_number(number, sizeof number, *value ? value : *from ? from : to);
    plain_number(high, sizeof high, to);
    add(t, "", rows_number(f, i, "approximate") ? "about " : "");
    add(t, "", *value ? "" : *from && !*to ? "more than " : !*from ? "up to " : "");
    add(t, "", number);
    if (!*value && *from && *to)
        add(t, " to ", high);
    add(t, " ", rows_get(f, i, "unit"));
}

static void print_figure(const rows *f, size_t i)
{
    text lead = {0}, t = {0};
    const char *from = rows_get(f, i, "period_start"), *date = *from ? from : rows_get(f, i, "date_start");
    char day[16];
    snprintf(day, sizeof day, "%-10s  ", *date ? date : "undated");
    add(&lead, day, rows_get(f, i, "measure"));
    value_of(&t, f, i);
    codes(&t, ", ", rows_get(f, i, "from_actor"));
    codes(&t, " -> ", rows_get(f, i, "to_actor"));
    add(&t, ", of ", rows_get(f, i, "of"));
    page_line(lead.at, t.at, 2, short_id(rows_get(f, i, "id")));
}

static void print_figures(const brief *b)
{
    const rows *f = part(b, BRIEF_FIGURES);
    if (!f->n)
        return;
    page_heading("FIGURES", NULL);
    for (size_t i = 0; i < f->n; i++)
        print_figure(f, i);
}

/* ---- statements ---- */

static bool in_list(const char *list, const char *code)
{
    size_t n = strlen(code);
    for (const char *at = strstr(list, code); at; at = strstr(at + 1, code))
        if ((at == list || at[-1] == ';') && (at[n] == 0 || at[n] == ';'))
            return true;
    return false;
}

static void print_statement(const rows *s, size_t i)
{
    text lead = {0};
    const char *name = rows_get(s, i, "speaker_name"), *content = rows_get(s, i, "content");
    char day[16];
    snprintf(day, sizeof day, "%-10s  ", *rows_get(s, i, "date_start") ? rows_get(s, i, "date_start") : "undated");
    add(&lead, day, *name ? name : rows_get(s, i, "speaker"));
    add(&lead, "", ":");
    bool own_words = strcmp(rows_get(s, i, "form"), "indirect") != 0;
    if (own_words)
        print_quote(lead.at, content, 3, short_id(rows_get(s, i, "id")));
    else
        page_line(lead.at, content, 3, short_id(rows_get(s, i, "id")));
}

static bool says_of(const rows *s, size_t i, const char *one, const char *other)
{
    return *rows_get(s, i, "content") && in_list(rows_get(s, i, "speaker"), one) &&
           (in_list(rows_get(s, i, "about"), other) || in_list(rows_get(s, i, "addressee"), other));
}

static void print_side(const brief *b, int side)
{
    const rows *s = part(b, BRIEF_STATEMENTS);
    int n = 0;
    for (size_t i = 0; i < s->n && n < MOST_SAID; i++) {
        if (!says_of(s, i, b->code[side], b->code[!side]) || (side && says_of(s, i, b->code[0], b->code[1])))
            continue; /* what both say of each other is said once */
        char heading[LEAD];
        snprintf(heading, sizeof heading, "%s ON %s", b->code[side], b->code[!side]);
        if (n++ == 0)
            page_heading(heading, "the latest statements");
        print_statement(s, i);
    }
}

/* ---- what does not agree ---- */

static void print_contradictions(const brief *b)
{
    const rows *c = part(b, BRIEF_CONTRADICTIONS);
    if (!c->n)
        return;
    page_heading("CONTRADICTIONS", "one event, told differently");
    for (size_t i = 0; i < c->n; i++) {
        text lead = {0}, t = {0};
        char day[16];
        snprintf(day, sizeof day, "%-10s  ", rows_get(c, i, "date_start"));
        add(&lead, day, rows_get(c, i, "field"));
        add(&t, "", rows_get(c, i, "value"));
        add(&t, " (", rows_get(c, i, "document"));
        add(&t, "); ", rows_get(c, i, "other_value"));
        add(&t, " (", rows_get(c, i, "other_document"));
        add(&t, "", ")");
        page_line(lead.at, t.at, 3, short_id(rows_get(c, i, "record")));
    }
}

static void print_denials(const brief *b)
{
    const rows *d = part(b, BRIEF_DENIALS);
    if (!d->n)
        return;
    page_heading("ACCUSED AND DENIED", NULL);
    for (size_t i = 0; i < d->n; i++) {
        char lead[LEAD];
        snprintf(lead, sizeof lead, "%-10s  %s accuses %s", rows_get(d, i, "date_start"), rows_get(d, i, "accuser"),
                 rows_get(d, i, "accused"));
        page_line(lead, NULL, 1, short_id(rows_get(d, i, "accusation_id")));
        under_all(rows_get(d, i, "text"), rows_get(d, i, "denial_text"));
        snprintf(lead, sizeof lead, "%-10s  %s denies", rows_get(d, i, "denied"), rows_get(d, i, "denier"));
        page_line(lead, NULL, 1, short_id(rows_get(d, i, "denial_id")));
        page_sentence(rows_get(d, i, "denial_text"), 2);
    }
}

static void print_foot(const brief *b)
{
    const char *some = rows_get(part(b, BRIEF_RELATION), 0, "level_record");
    if (!*some)
        some = rows_get(part(b, BRIEF_EVENTS), 0, "id");
    printf("\nIn brackets stand the first digits of a record. Its words:\n"
           "  chancery list evidence%s%s --id %s\n",
           b->db ? " --db " : "", b->db ? b->db : "", *some ? short_id(some) : "DIGITS");
}

void brief_print(const brief *b)
{
    page_begin(b->plain);
    print_head(b);
    print_level(b);
    print_pacts(b);
    print_contacts(b);
    print_promises(b);
    print_events(b);
    print_figures(b);
    print_side(b, 0);
    print_side(b, 1);
    plot_trend(part(b, BRIEF_TREND));
    print_contradictions(b);
    print_denials(b);
    print_foot(b);
}
