/* read.c - files to units: headers, lines of text, record lines. */
#define _DEFAULT_SOURCE /* lstat */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "corpus/corpus.h"
#include "corpus/measure.h"
#include "syntax/lines.h"

/* ---- faults ---- */

static void report(ch__corpus_reader *r, uint32_t line, const char *fmt, va_list args)
{
    ch_err fault;
    char message[sizeof fault.message];
    vsnprintf(message, sizeof message, fmt, args);
    ch__err_clear(&fault);
    ch__fail_at(&fault, CH_EFORMAT, r->file, line, -1, "%s", message);
    r->faults++;
    if (r->fault)
        r->fault(r->fault_ctx, &fault);
}

void ch__corpus_fault(ch__corpus_reader *r, uint32_t line, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report(r, line, fmt, args);
    va_end(args);
}

void ch__unit_fault(ch__unit_builder *b, uint32_t line, const char *fmt, ...)
{
    va_list args;
    b->unit.faulty = true;
    va_start(args, fmt);
    report(b->r, line, fmt, args);
    va_end(args);
}

/* ---- entities and actors ---- */

uint32_t ch__unit_entity(const ch__unit_builder *b, ch__sv label)
{
    for (uint32_t i = 0; i < b->unit.n_entities; i++)
        if (ch__sv_is(label, b->unit.entities[i].label))
            return i;
    return CH_NONE;
}

uint32_t ch__unit_actor(ch__unit_builder *b, ch_actor actor, uint32_t entity)
{
    ch_doc *doc = b->unit.doc;
    uint32_t n = doc->n_actors;
    *CH__PUSH(ch__unit_arena(b), doc->actors, doc->n_actors, doc->inside->cap_actors) = actor;
    *CH__PUSH(ch__unit_arena(b), b->unit.entity_of_actor, n, b->cap_entity_of_actor) = entity;
    return doc->n_actors - 1;
}

/* ---- a unit's lines ---- */

/* "wire", "state/VNM" */
static void read_voice(ch__unit_builder *b, ch__sv voice)
{
    ch__sv name, country = voice;
    (void)ch__sv_next(&country, '/', &name);
    b->unit.voice = ch__corpus_find(CH__LIST_VOICES, name);
    if (b->unit.voice == CH_NONE)
        ch__unit_fault(b, b->unit.line, "'%.*s' is no voice", (int)name.n, name.p);
    if (country.n) {
        b->unit.voice_country = ch__vocabulary_code(b->r->v, country);
        if (!b->unit.voice_country)
            ch__unit_fault(b, b->unit.line, "no country has the code '%.*s'", (int)country.n, country.p);
    } else if (b->unit.voice == CH__VOICE_state) {
        ch__unit_fault(b, b->unit.line, "state needs its country: state/VNM");
    }
}

/* @ DATE VOICE TOPIC */
static void read_header(ch__unit_builder *b, ch__sv line)
{
    ch__sv word[5] = {{0}}, rest = line;
    size_t n = 0;
    while (n < 5 && ch__sv_next(&rest, ' ', &word[n]))
        n++;
    b->unit.story = ch__sv_is(word[0], "@@");
    if (n != 4 || rest.p || (!b->unit.story && !ch__sv_is(word[0], "@"))) {
        ch__unit_fault(b, b->unit.line, "a header is '@ DATE VOICE TOPIC', for a story '@@ DATE VOICE TOPIC'");
        return;
    }
    if (!ch__sv_is(word[1], "-") && (word[1].n != 10 || !ch__date_parse(word[1], &b->unit.doc->published)))
        ch__unit_fault(b, b->unit.line, "'%.*s' is no date (2024-05-13, or - for none)", (int)word[1].n, word[1].p);
    b->unit.doc->published_step = b->unit.doc->published.year ? "annotated" : "unknown";
    read_voice(b, word[2]);
    b->unit.topic = ch__corpus_find(CH__LIST_TOPICS, word[3]);
    if (b->unit.topic == CH_NONE)
        ch__unit_fault(b, b->unit.line, "'%.*s' is no topic", (int)word[3].n, word[3].p);
}

static void begin_block(ch__unit_builder *b)
{
    ch_doc *doc = b->unit.doc;
    if (doc->n_blocks)
        ch__buf_str(&b->text, "\n\n");
    uint32_t at = (uint32_t)b->text.n;
    ch_block_kind kind = b->unit.story && !doc->n_blocks ? CH_BLOCK_TITLE : CH_BLOCK_BODY;
    *CH__PUSH(ch__unit_arena(b), doc->blocks, doc->n_blocks, b->cap_blocks) =
        (ch_block){.bytes = {at, at}, .kind = (uint8_t)kind, .why = "annotated"};
}

static bool is_composed(ch__sv line)
{
    ch__buf out = {0};
    bool same = ch__nfc(line.p, line.n, &out) && ch__sv_eq(line, (ch__sv){out.p, out.n});
    ch__buf_release(&out);
    return same;
}

/* What is wrong with a line of text, or NULL: control characters, no normal form C, no word. */
static const char *prose_fault(ch__sv line)
{
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] < ' ' || line.p[i] == 0x7F)
            return "a control character in the text";
    if (!is_composed(line))
        return "text that is not in Unicode normal form C";
    return ch__corpus_words(line) ? NULL : "a line of text without a word";
}

static void read_text(ch__unit_builder *b, ch__sv line, uint32_t number)
{
    ch_doc *doc = b->unit.doc;
    uint32_t n = doc->n_sentences;
    if (!b->unit.story && n) {
        ch__unit_fault(b, number, "a second sentence under '@' (a story begins with '@@')");
        return;
    }
    if (ch__sv_trim(line).n != line.n)
        ch__unit_fault(b, number, "white space around a sentence (records begin with two spaces)");
    if (b->text.n + line.n > CH__MOST_TEXT || n == CH__MOST_SENTENCES) {
        ch__unit_fault(b, number, "more text than a unit may hold: %d bytes, %d sentences", CH__MOST_TEXT,
                       CH__MOST_SENTENCES);
        return;
    }
    const char *wrong = prose_fault(line);
    if (wrong)
        ch__unit_fault(b, number, "%s", wrong);
    if (!doc->n_blocks || b->paragraph || doc->blocks[doc->n_blocks - 1].kind == CH_BLOCK_TITLE)
        begin_block(b);
    else
        ch__buf_char(&b->text, ' ');
    b->paragraph = false;
    uint32_t start = (uint32_t)b->text.n;
    ch__unit_marks(b, line, number, n);
    ch_sentence *s = CH__PUSH(ch__unit_arena(b), doc->sentences, doc->n_sentences, b->cap_sentences);
    *s = (ch_sentence){.bytes = {start, (uint32_t)b->text.n},
                       .block = doc->n_blocks - 1,
                       .repeat_of = CH_NONE,
                       .flags = b->unit.story && !n ? CH_SENTENCE_TITLE : 0};
    doc->blocks[doc->n_blocks - 1].bytes.end = (uint32_t)b->text.n;
    *CH__PUSH(ch__unit_arena(b), b->unit.sentence_lines, n, b->cap_sentence_lines) = number;
}

static void read_record_line(ch__unit_builder *b, ch__sv line, uint32_t number)
{
    if (!b->unit.doc->n_sentences) {
        ch__unit_fault(b, number, "a record before the first sentence");
        return;
    }
    if (b->n_lines == CH__MOST_RECORDS) {
        ch__unit_fault(b, number, "more than %d records in a unit", CH__MOST_RECORDS);
        return;
    }
    struct ch__record_line *l = CH__PUSH(ch__unit_arena(b), b->lines, b->n_lines, b->cap_lines);
    *l = (struct ch__record_line){number, b->unit.doc->n_sentences - 1, ch__sv_of(ch__copy(ch__unit_arena(b), line))};
}

/* ---- a unit's end ---- */

ch_span ch__corpus_chars(const ch_doc *doc, ch_span bytes)
{
    if (bytes.start == bytes.end)
        return (ch_span){0, 0};
    return (ch_span){(uint32_t)ch__utf8_count(doc->text, bytes.start), (uint32_t)ch__utf8_count(doc->text, bytes.end)};
}

/* Of ten, the ninth part of the hash's values is dev, the tenth held. */
static ch_split split_of(const char *hash)
{
    unsigned first = 0;
    for (int i = 0; i < 6; i++)
        first = first * 16 + (unsigned)(hash[i] <= '9' ? hash[i] - '0' : hash[i] - 'a' + 10);
    return first % 10 < 8 ? CH_TRAIN : first % 10 == 8 ? CH_DEV : CH_HELD;
}

static void settle(ch__unit_builder *b)
{
    ch_doc *doc = b->unit.doc;
    ch__sv text = {b->text.p ? b->text.p : "", b->text.n};
    doc->text = ch__copy(ch__unit_arena(b), text);
    doc->len = (uint32_t)text.n;
    doc->n_chars = (uint32_t)ch__utf8_count(text.p, text.n);
    ch__sha256(doc->hash, text);
    doc->name = ch__format(ch__unit_arena(b), "%s-%.10s", b->unit.story ? "story" : "s", doc->hash);
    doc->uri = doc->name;
    doc->format = "corpus";
    doc->encoding = "UTF-8";
    doc->encoding_step = "declared";
    doc->language = "en";
    doc->language_step = "declared";
    ch__hash_id(doc->id, (ch__sv[]){ch__sv_of(doc->name), text}, 2);
    b->unit.split = split_of(doc->hash);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        doc->sentences[i].chars = ch__corpus_chars(doc, doc->sentences[i].bytes);
    for (uint32_t i = 0; i < doc->n_mentions; i++)
        doc->mentions[i].chars = ch__corpus_chars(doc, doc->mentions[i].bytes);
    if (b->unit.story && doc->n_sentences)
        doc->title = ch__copy(ch__unit_arena(b), ch__doc_sv(doc, doc->sentences[0].bytes));
}

/* ---- files ---- */

typedef struct run {
    ch__corpus_reader *r;
    ch__corpus_fn fn;
    void *ctx;
    ch_err *err;
    ch__unit_builder b;
    ch__lines in;
    bool open, lost; /* lost: behind bytes that are no text, until the next header */
    DIR *dir;
    uint32_t files;
    jmp_buf guard;
} run;

static void drop_unit(run *g)
{
    ch_doc_free(g->b.unit.doc);
    ch__buf_release(&g->b.text);
    g->b = (ch__unit_builder){.r = g->r};
}

static int end_unit(run *g)
{
    int rc = CH_OK;
    if (!g->b.unit.doc)
        return CH_OK;
    if (g->b.text.failed)
        rc = ch__fail(g->err, CH_ENOMEM, "out of memory");
    if (rc == CH_OK) {
        settle(&g->b);
        if (!g->b.unit.doc->n_sentences)
            ch__unit_fault(&g->b, g->b.unit.line, "a header without text");
        ch__unit_records(&g->b);
        rc = g->fn(g->ctx, &g->b.unit, g->err);
    }
    drop_unit(g);
    return rc;
}

static int begin_unit(run *g, ch__sv header, uint32_t number)
{
    int rc = end_unit(g);
    if (rc < 0)
        return rc;
    g->b.unit = (ch__corpus_unit){.doc = ch__doc_new(), .file = g->r->file, .line = number};
    if (!g->b.unit.doc)
        return ch__fail(g->err, CH_ENOMEM, "out of memory");
    ch__unit_arena(&g->b)->guard = &g->guard;
    read_header(&g->b, header);
    return CH_OK;
}

static int read_line(run *g, ch__sv line, uint32_t number)
{
    if (line.p[0] == '#')
        return CH_OK;
    if (line.p[0] == '@') {
        g->lost = false;
        return begin_unit(g, line, number);
    }
    if (g->lost)
        return CH_OK;
    if (!g->b.unit.doc)
        ch__corpus_fault(g->r, number, "text before the first header ('@ DATE VOICE TOPIC')");
    else if (ch__sv_starts(line, CH__SV("  ")))
        read_record_line(&g->b, line, number);
    else
        read_text(&g->b, line, number);
    return CH_OK;
}

/* Reads what `in` was opened on; `rc` says whether that went well. */
static int read_lines(run *g, const char *name, int rc)
{
    ch__sv stretch, line;
    int64_t number;
    ch_err why;
    g->open = true;
    g->r->file = name;
    g->lost = false;
    g->files++;
    while (rc >= 0 && (rc = ch__lines_next(&g->in, &stretch, &number, &why)) != 0) {
        if (rc == CH_EFORMAT || rc == CH_ELIMIT) { /* no text: the story it belonged to is lost, the next unit is not */
            ch__corpus_fault(g->r, (uint32_t)why.line, "%s", why.message);
            if (g->b.unit.story)
                drop_unit(g);
            rc = end_unit(g);
            g->lost = true;
            continue;
        }
        if (rc < 0) {
            if (g->err)
                *g->err = why;
            break;
        }
        g->b.paragraph = true;
        for (; rc >= 0 && ch__line_of(&stretch, &line); number++)
            rc = line.n ? read_line(g, line, (uint32_t)number) : CH_OK;
        if (rc < 0)
            break;
    }
    if (rc == 0)
        rc = end_unit(g);
    drop_unit(g);
    ch__lines_close(&g->in); /* also where it could not be opened */
    g->open = false;
    return rc;
}

/* ---- directories ---- */

typedef struct listing {
    const char **at;
    uint32_t n, cap;
} listing;

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_folder(run *g, const char *path, listing *out)
{
    struct dirent *e;
    g->dir = opendir(path);
    if (!g->dir)
        return ch__fail_at(g->err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(errno));
    while (errno = 0, (e = readdir(g->dir)))
        if (e->d_name[0] != '.' && strcmp(e->d_name, "second") != 0)
            *CH__PUSH(&g->r->arena, out->at, out->n, out->cap) = ch__format(&g->r->arena, "%s/%s", path, e->d_name);
    int failed = errno;
    closedir(g->dir);
    g->dir = NULL;
    if (failed)
        return ch__fail_at(g->err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(failed));
    if (out->n > 1)
        qsort(out->at, out->n, sizeof *out->at, by_string);
    return CH_OK;
}

static int read_file(run *g, const char *path)
{
    return read_lines(g, path, ch__lines_open(&g->in, path, g->err));
}

/* Files below a directory: *.txt, also by links; links to folders could lead in circles and are passed over. */
static int read_folder(run *g, const char *path, int depth)
{
    enum { DEEPEST_FOLDER = 8 };
    listing l = {0};
    struct stat st;
    if (depth > DEEPEST_FOLDER)
        return ch__fail_at(g->err, CH_ELIMIT, path, 0, -1, "folders deeper than %d inside each other", DEEPEST_FOLDER);
    int rc = list_folder(g, path, &l);
    for (uint32_t i = 0; rc >= 0 && i < l.n; i++)
        if (lstat(l.at[i], &st) == 0 && S_ISDIR(st.st_mode))
            rc = read_folder(g, l.at[i], depth + 1);
        else if (ch__sv_ends(ch__sv_of(l.at[i]), CH__SV(".txt")) && stat(l.at[i], &st) == 0 && S_ISREG(st.st_mode))
            rc = read_file(g, l.at[i]);
    return rc;
}

static int read_path(run *g, const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return read_file(g, path);
    uint32_t before = g->files;
    int rc = read_folder(g, path, 0);
    if (rc >= 0 && g->files == before)
        rc = ch__fail_at(g->err, CH_EFORMAT, path, 0, -1, "holds no file of a corpus (*.txt)");
    return rc;
}

typedef struct memory {
    const char *name;
    ch__sv bytes;
} memory;

static int read_all(run *g, const char *const *paths, size_t n, const memory *m)
{
    int rc = CH_OK;
    if (m)
        return read_lines(g, m->name, ch__lines_open_memory(&g->in, m->bytes.p, m->bytes.n, m->name, g->err));
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = read_path(g, paths[i]);
    return rc;
}

static int guarded(run *g, const char *const *paths, size_t n, const memory *m)
{
    volatile int rc = CH_OK;
    jmp_buf *outer = g->r->arena.guard;
    if (setjmp(g->guard) == 0) {
        g->r->arena.guard = &g->guard;
        rc = read_all(g, paths, n, m);
    } else {
        rc = ch__fail(g->err, CH_ENOMEM, "out of memory");
        if (g->open)
            ch__lines_close(&g->in);
        if (g->dir)
            closedir(g->dir);
    }
    drop_unit(g);
    g->r->arena.guard = outer;
    return rc;
}

int ch__corpus_read(ch__corpus_reader *r, const char *const *paths, size_t n, ch__corpus_fn fn, void *ctx, ch_err *err)
{
    run g = {.r = r, .fn = fn, .ctx = ctx, .err = err, .b = {.r = r}};
    return guarded(&g, paths, n, NULL);
}

int ch__corpus_read_memory(ch__corpus_reader *r, ch__sv bytes, const char *name, ch__corpus_fn fn, void *ctx,
                           ch_err *err)
{
    run g = {.r = r, .fn = fn, .ctx = ctx, .err = err, .b = {.r = r}};
    return guarded(&g, NULL, 0, &(memory){name, bytes});
}
