/* retold.c - what a store holds as tellings of one thing, against a file of stories in which that is marked. Pairs of
 * mentions: counted as in MUC's and BLANC's links; B-cubed: Bagga and Baldwin, "Entity-based cross-document
 * coreferencing using the vector space model" (1998). */
#include "base/guard.h"
#include "evaluate/evaluate.h"
#include "store/inside.h"

/* A mention in the gold: words in a story that tell of a happening. */
typedef struct mention {
    const char *document, *words;
    const char *happening;  /* its label; what has the same tells the same */
    const char *record;     /* NULL: nothing was read there */
    const char *occurrence; /* NULL: nothing was read there */
    int64_t line;
} mention;

typedef struct run {
    ch_store *store;
    const ch_eval_tellings_options *options;
    ch__eval_file file;
    ch__arena arena;
    mention *at;
    uint32_t n, cap;
    sqlite3_stmt *document, *event, *other, *occurrence;
    ch_telling_eval *out;
    ch_err *err;
} run;

/* ---- where the words stand ---- */

static bool is_letter(const char *text, size_t len, size_t at)
{
    unsigned char c = at < len ? (unsigned char)text[at] : ' ';
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* The nth place of whole words in a text; false: there is none. */
static bool find_words(const char *text, ch__sv words, int64_t nth, ch_span *out)
{
    size_t len = strlen(text);
    for (const char *p = text; words.n && (p = strstr(p, words.p)); p++) {
        size_t at = (size_t)(p - text);
        bool whole = (at == 0 || !is_letter(text, len, at - 1)) && !is_letter(text, len, at + words.n);
        if (whole && --nth == 0) {
            *out = (ch_span){(uint32_t)at, (uint32_t)(at + words.n)};
            return true;
        }
    }
    return false;
}

/* ---- which record that is ---- */

static bool is_taken(const run *r, const char *record)
{
    for (uint32_t i = r->n; i-- > 0;)
        if (r->at[i].record && strcmp(r->at[i].record, record) == 0)
            return true;
    return false;
}

/* Of an event the trigger stands in the words; of other records the words share a stretch with the quote. The shortest
 * is meant; one that an earlier mention took is not free. */
static const char *record_at(run *r, const char *document, const char *kind, ch_span bytes, const char *words)
{
    sqlite3_stmt *s = strcmp(kind, "event") == 0 ? r->event : r->other;
    const char *found = NULL;
    sqlite3_reset(s);
    sqlite3_bind_text(s, 1, document, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(s, 2, bytes.start);
    sqlite3_bind_int64(s, 3, bytes.end);
    sqlite3_bind_text(s, 4, s == r->event ? words : kind, -1, SQLITE_TRANSIENT);
    while (!found && sqlite3_step(s) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(s, 0);
        if (id && !is_taken(r, id))
            found = ch__copyz(&r->arena, id);
    }
    sqlite3_reset(s);
    return found;
}

static const char *occurrence_of(run *r, const char *record)
{
    const char *found = NULL;
    sqlite3_reset(r->occurrence);
    sqlite3_bind_text(r->occurrence, 1, record, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(r->occurrence) == SQLITE_ROW)
        found = ch__copyz(&r->arena, (const char *)sqlite3_column_text(r->occurrence, 0));
    sqlite3_reset(r->occurrence);
    return found;
}

/* ---- the gold ---- */

static void tell(run *r, const char *what)
{
    ch_err fault;
    ch__fail(&fault, CH_EFORMAT, "%s", what);
    ch__eval_tell(&r->file, &fault);
    r->out->bad++;
}

static const char *text_of(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static void take_mention(run *r, const json_t *o, const char *name, const char *id, const char *text)
{
    const char *words = text_of(o, "words"), *of = text_of(o, "of"), *kind = text_of(o, "kind");
    const json_t *nth = json_object_get(o, "nth");
    ch_span bytes;
    if (!words || !of) {
        tell(r, "a telling without \"words\" and \"of\"");
        return;
    }
    mention m = {
        ch__copyz(&r->arena, name), ch__copyz(&r->arena, words), ch__copyz(&r->arena, of), NULL, NULL, r->file.number};
    if (text && !find_words(text, ch__sv_of(words), nth ? json_integer_value(nth) : 1, &bytes)) {
        tell(r, ch__format(&r->arena, "the words \"%s\" do not stand there", words));
        return;
    }
    if (text)
        m.record = record_at(r, id, kind ? kind : "event", bytes, m.words);
    if (m.record)
        m.occurrence = occurrence_of(r, m.record);
    *CH__PUSH(&r->arena, r->at, r->n, r->cap) = m;
}

static void take_story(run *r)
{
    const json_t *o = r->file.object, *tellings = json_object_get(o, "tellings"), *one;
    const char *name = text_of(o, "id");
    size_t i;
    if (!name || !json_is_array(tellings)) {
        tell(r, "no story: \"id\" and \"tellings\" are wanted");
        return;
    }
    sqlite3_reset(r->document);
    sqlite3_bind_text(r->document, 1, name, -1, SQLITE_TRANSIENT);
    const char *id = NULL, *text = NULL;
    if (sqlite3_step(r->document) == SQLITE_ROW) {
        id = ch__copyz(&r->arena, (const char *)sqlite3_column_text(r->document, 0));
        text = ch__copyz(&r->arena, (const char *)sqlite3_column_text(r->document, 1));
    }
    sqlite3_reset(r->document);
    r->out->stories++;
    r->out->absent += !text;
    json_array_foreach(tellings, i, one) take_mention(r, one, name, id, text);
}

static int read_gold(run *r)
{
    int rc = ch__eval_open(&r->file, r->err);
    if (rc < 0)
        return rc;
    do {
        rc = ch__eval_next(&r->file, r->err);
        if (rc > 0)
            take_story(r);
        else if (rc == CH_EFORMAT) {
            ch__eval_tell(&r->file, r->err);
            r->out->bad++;
        }
    } while (rc > 0 || rc == CH_EFORMAT);
    if (rc >= 0 && !r->n)
        return ch__fail_at(r->err, CH_EFORMAT, r->file.path, 0, -1, "no telling in it");
    return rc;
}

/* ---- counts ---- */

static bool same_gold(const mention *a, const mention *b)
{
    return strcmp(a->happening, b->happening) == 0;
}

/* What nothing was read of is alone. */
static bool same_output(const mention *a, const mention *b)
{
    return a == b || (a->occurrence && b->occurrence && strcmp(a->occurrence, b->occurrence) == 0);
}

static void tell_error(const run *r, const mention *a, const mention *b, bool gold)
{
    ch_telling_error e = {.missed = gold, .document = {a->document, b->document}, .words = {a->words, b->words}};
    if (r->options->error)
        r->options->error(r->options->error_ctx, &e);
}

/* All pairs are looked at: a file of stories that people marked is small. */
static void count(const run *r, bool found_only, ch_telling_score *out)
{
    double precision = 0, recall = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        const mention *a = &r->at[i];
        uint64_t gold = 0, output = 0, both = 0;
        if (found_only && !a->record)
            continue;
        for (uint32_t k = 0; k < r->n; k++) {
            const mention *b = &r->at[k];
            bool g = same_gold(a, b), o = same_output(a, b);
            if ((found_only && !b->record) || (!g && !o))
                continue;
            gold += g;
            output += o;
            both += g && o;
            if (found_only && k < i && g != o)
                tell_error(r, b, a, g);
        }
        out->mentions++;
        out->gold += gold - 1;
        out->output += output - 1;
        out->right += both - 1;
        precision += (double)both / (double)output;
        recall += (double)both / (double)gold;
    }
    out->gold /= 2; /* each pair was seen from both ends */
    out->output /= 2;
    out->right /= 2;
    out->b3_precision = out->mentions ? precision / (double)out->mentions : 0;
    out->b3_recall = out->mentions ? recall / (double)out->mentions : 0;
}

static int by_happening(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static uint64_t happenings(run *r)
{
    const char **names = ch__alloc_array(&r->arena, r->n, sizeof *names);
    uint64_t n = r->n > 0;
    for (uint32_t i = 0; i < r->n; i++)
        names[i] = r->at[i].happening;
    qsort(names, r->n, sizeof *names, by_happening);
    for (uint32_t i = 1; i < r->n; i++)
        n += strcmp(names[i - 1], names[i]) != 0;
    return n;
}

/* ---- the evaluation ---- */

static int prepare(run *r)
{
    static const char DOCUMENT[] = "SELECT id, text FROM documents WHERE name = ? ORDER BY id";
    static const char EVENT[] =
        "SELECT e.id FROM events e JOIN candidates c ON c.document = e.document AND c.record = e.id"
        " WHERE e.document = ?1 AND e.byte_start < ?3 AND e.byte_end > ?2 AND instr(' ' || ?4 || ' ', ' ' || c.word || "
        "' ')"
        " ORDER BY e.byte_end - e.byte_start, e.id";
    static const char OTHER[] =
        "SELECT id FROM records WHERE document = ?1 AND kind = ?4 AND byte_start < ?3 AND byte_end > ?2"
        " ORDER BY byte_end - byte_start, id";
    static const char OCCURRENCE[] = "SELECT occurrence FROM tellings WHERE record = ?";
    const char *const sql[] = {DOCUMENT, EVENT, OTHER, OCCURRENCE};
    sqlite3_stmt **const out[] = {&r->document, &r->event, &r->other, &r->occurrence};
    for (int i = 0; i < 4; i++)
        if (sqlite3_prepare_v2(r->store->db, sql[i], -1, out[i], NULL) != SQLITE_OK)
            return ch__store_fail(r->store, r->err, "cannot ask");
    return CH_OK;
}

static int evaluate(void *ctx)
{
    run *r = ctx;
    int rc = prepare(r);
    if (rc == CH_OK)
        rc = read_gold(r);
    if (rc < 0)
        return rc;
    r->out->happenings = happenings(r);
    count(r, false, &r->out->all);
    count(r, true, &r->out->found);
    return CH_OK;
}

int ch_eval_tellings(ch_store *store, const char *gold, const ch_eval_tellings_options *options, ch_telling_eval *out,
                     ch_err *err)
{
    static const ch_eval_tellings_options none;
    ch_err own;
    const ch_eval_tellings_options *o = options ? options : &none;
    run r = {.store = store,
             .options = o,
             .file = {.path = gold, .fault = o->fault, .fault_ctx = o->fault_ctx},
             .out = out,
             .err = err ? err : &own};
    ch__err_clear(r.err);
    *out = (ch_telling_eval){.stories = 0};
    int rc = ch__guarded(&r.arena, evaluate, &r, r.err);
    sqlite3_stmt *const made[] = {r.document, r.event, r.other, r.occurrence};
    for (int i = 0; i < 4; i++)
        sqlite3_finalize(made[i]);
    ch__eval_close(&r.file);
    ch__arena_release(&r.arena);
    return rc;
}

double ch_telling_f1(const ch_telling_score *s)
{
    return s->gold + s->output ? 2.0 * (double)s->right / (double)(s->gold + s->output) : 0;
}
