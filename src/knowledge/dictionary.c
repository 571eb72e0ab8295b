/* dictionary.c - which files are read, which kind of dictionary each is, and the rows they become. */
#define _GNU_SOURCE
#include "knowledge/dictionary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

enum { MOST_FILE = 1 << 26, MOST_ROWS = 2000000, LOOK_AT_LINES = 2000 };

/* ---- rows ---- */

typedef struct target {
    const char *table;
    uint32_t n_columns;
    const char *columns[9]; /* as a head line names them */
} target;

/* In the order of ch__dictionary_table. */
static const target targets[CH__N_TO] = {
    {"actors/agents", 5, {"phrase^", "plural^", "sector", "kind", "src"}},
    {"actors/rules", 5, {"word*", "rule", "phrase^", "reading", "src"}},
    {"entities", 7, {"kind", "id*", "field*held", "value^name", "from", "to", "src"}},
    {"events/context-stops", 3, {"phrase^", "context", "src"}},
    {"events/contexts", 3, {"phrase^", "context", "src"}},
    {"text/discards", 3, {"phrase^", "scope", "src"}},
    {"actors/agent-codes", 3, {"phrase*", "code", "src"}},
    {"events/verb-changes", 9, {"verb*", "speaker", "source", "target", "inner", "from", "to", "code", "src"}},
    {"events/verb-patterns", 5, {"block*", "left", "right", "code", "src"}},
    {"events/verb-sets", 4, {"word*", "rest", "set", "src"}},
    {"events/verbs", 7, {"form*", "match", "left", "right", "block", "code", "src"}},
};

static uint64_t row_hash(ch__dictionary_table table, const char *const *cells, uint32_t n)
{
    uint64_t h = (uint64_t)table + 1;
    for (uint32_t i = 0; i < n; i++)
        h = h * 0x9E3779B97F4A7C15u ^ ch__hash64(ch__sv_of(cells[i]));
    return h ? h : 1;
}

static bool place_row(uint64_t *slots, uint32_t cap, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & (cap - 1);
    while (slots[i] && slots[i] != hash)
        i = (i + 1) & (cap - 1);
    bool fresh = !slots[i];
    slots[i] = hash;
    return fresh;
}

static bool is_new(ch__dictionaries *d, uint64_t hash)
{
    if (2 * (d->n_rows + 1) > d->cap_rows) {
        uint32_t cap = d->cap_rows ? 2 * d->cap_rows : 1024;
        uint64_t *bigger = ch__alloc_array(&d->s->arena, cap, sizeof *bigger);
        for (uint32_t i = 0; i < d->cap_rows; i++)
            if (d->rows[i])
                place_row(bigger, cap, d->rows[i]);
        d->rows = bigger;
        d->cap_rows = cap;
    }
    bool fresh = place_row(d->rows, d->cap_rows, hash);
    d->n_rows += fresh;
    return fresh;
}

bool ch__dictionary_row(ch__dictionaries *d, ch__dictionary_table table, const char *file, uint32_t line,
                        const char *const *cells)
{
    const target *to = &targets[table];
    uint32_t n = to->n_columns - 1;
    if (d->full || !is_new(d, row_hash(table, cells, n)))
        return false;
    ch__source_table *t = ch__source_table_of(d->s, to->table, to->columns, to->n_columns);
    if (!t) {
        d->full = true;
        d->counts->faults++;
        ch__source_fault(d->s, file, line, "the shipped table %s has other columns than a dictionary needs", to->table);
        return false;
    }
    const char **kept = ch__alloc_array(&d->s->arena, to->n_columns, sizeof *kept);
    for (uint32_t i = 0; i < n; i++)
        kept[i] = ch__copyz(&d->s->arena, cells[i]);
    kept[n] = "petrarch";
    *CH__PUSH(&d->s->arena, t->rows, t->n_rows, t->cap_rows) = (ch__source_row){kept, file, line};
    if (d->n_rows == MOST_ROWS) {
        d->full = true;
        d->counts->faults++;
        ch__source_fault(d->s, file, line, "more than %d rows; what follows is left out", MOST_ROWS);
    }
    return true;
}

/* ---- which kind ---- */

typedef enum kind { ACTORS, AGENTS, DISCARDS, ISSUES, VERBS, N_KINDS } kind;

/* "[~GOV]", "[NGO~]", "!PERSON! =" */
static bool agent_line(ch__sv line, ch__sv code)
{
    return memchr(code.p, '~', code.n) || (line.p[0] == '!' && memchr(line.p, '=', line.n));
}

static kind line_kind(ch__sv line)
{
    const char *open = memchr(line.p, '[', line.n);
    ch__sv code = open ? ch__sv_trim(ch__sv_between(open + 1, line.p + line.n)) : (ch__sv){line.p, 0};
    if (ch__sv_starts(line, CH__SV("<ISSUE")))
        return ISSUES;
    if (ch__sv_starts(line, CH__SV("---")) || ch__sv_starts(line, CH__SV("- ")) || line.p[0] == '&')
        return VERBS;
    if (agent_line(line, code))
        return AGENTS;
    if (code.n && ch__is_digit((unsigned char)code.p[0]) && open > line.p)
        return VERBS;
    return open ? ACTORS : DISCARDS;
}

/* "--- ABANDON [345] ---" */
static bool is_block(ch__sv line)
{
    return ch__sv_starts(line, CH__SV("---")) && memchr(line.p, '[', line.n);
}

/* A file is what most of its lines are; but a block of verbs or an issue makes the rest clear. Phrases alone are
 * discards, if the file says so by its name: else any text would be taken for one. */
static kind file_kind(ch__dictionary_file f, const char *path)
{
    uint32_t seen[N_KINDS] = {0};
    ch__sv line;
    f.quiet = true;
    for (uint32_t i = 0; i < LOOK_AT_LINES && ch__dictionary_line(&f, &line); i++)
        seen[line_kind(ch__sv_trim(line))] += is_block(ch__sv_trim(line)) ? 2 : 1;
    if (seen[ISSUES])
        return ISSUES;
    if (seen[VERBS] > 1 && seen[VERBS] * 20 > seen[ACTORS] + seen[AGENTS])
        return VERBS;
    if (seen[ACTORS] || seen[AGENTS])
        return seen[AGENTS] > seen[ACTORS] ? AGENTS : ACTORS;
    return strcasestr(path, "discard") && seen[DISCARDS] ? DISCARDS : N_KINDS;
}

/* ---- one file ---- */

/* What is so for many lines is told once. */
static void summary(ch__dictionary_file *f, kind what)
{
    f->line = 0;
    if (f->gaps)
        ch__dictionary_fault(f, "phrases that allow words between theirs, taken as words that stand together: %u",
                             f->gaps);
    if (f->stems && what != DISCARDS)
        ch__dictionary_fault(f, "stems (no '_' at their end), taken as whole words: %u", f->stems);
    if (f->unknown_roles)
        ch__dictionary_fault(f, "agents whose code is no sector, left out: %u", f->unknown_roles);
    if (f->prefixes)
        ch__dictionary_fault(f, "agents whose code goes before the actor's, taken as the sector: %u", f->prefixes);
}

void ch__dictionaries_read_text(ch__dictionaries *d, const char *name, char *bytes, size_t n)
{
    static void (*const readers[N_KINDS])(ch__dictionary_file *) = {ch__dictionary_actors, ch__dictionary_agents,
                                                                    ch__dictionary_discards, ch__dictionary_issues,
                                                                    ch__dictionary_verbs};
    ch__dictionary_file f = {.d = d, .name = name, .at = bytes, .end = bytes + n};
    if (memchr(bytes, 0, n)) {
        ch__dictionary_fault(&f, "holds NUL bytes; no text file, passed over");
        return;
    }
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        f.at += 3;
    /* the first look changes its text, so that it gets one of its own */
    char *look = ch__copy(&d->s->arena, (ch__sv){f.at, (size_t)(f.end - f.at)});
    ch__dictionary_file first = f;
    first.at = look;
    first.end = look + (f.end - f.at);
    kind what = file_kind(first, name);
    if (what == N_KINDS) {
        ch__dictionary_fault(&f, "no dictionary of TABARI or PETRARCH; passed over");
        return;
    }
    f.notes = what != ISSUES;
    d->counts->files++;
    readers[what](&f);
    summary(&f, what);
}

/* ---- files and directories ---- */

/* A file that cannot be read is a fault; the others are read. */
static void read_path(ch__dictionaries *d, const char *path)
{
    ch__source *s = d->s;
    const char *slash = strrchr(path, '/');
    const char *name = ch__copyz(&s->arena, slash ? slash + 1 : path);
    size_t n;
    char *bytes = ch__source_load(s, path, name, MOST_FILE, &n);
    if (bytes)
        ch__dictionaries_read_text(d, name, bytes, n);
    else
        d->counts->faults++;
}

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int read_directory(ch__dictionaries *d, const char *path)
{
    ch__source *s = d->s;
    const char **files = NULL;
    uint32_t n = 0, cap = 0;
    s->dir = opendir(path);
    if (!s->dir)
        return ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(errno));
    for (struct dirent *e; (e = readdir(s->dir));) {
        struct stat st;
        if (e->d_name[0] != '.' && fstatat(dirfd(s->dir), e->d_name, &st, 0) == 0 && !S_ISDIR(st.st_mode))
            *CH__PUSH(&s->arena, files, n, cap) = ch__format(&s->arena, "%s/%s", path, e->d_name);
    }
    closedir(s->dir);
    s->dir = NULL;
    if (n)
        qsort(files, n, sizeof *files, by_string);
    for (uint32_t i = 0; i < n; i++)
        read_path(d, files[i]);
    return CH_OK;
}

void ch__dictionaries_open(ch__dictionaries *d)
{
    d->roles = ch__knowledge_table(d->k, "actors/dictionary-roles");
    d->agents = ch__knowledge_table(d->k, "actors/agents");
    d->plover = ch__knowledge_table(d->k, "events/plover");
}

void ch__dictionaries_finish(ch__dictionaries *d)
{
    ch__dictionary_finish_actors(d);
    ch__dictionary_finish_verbs(d);
}

int ch__dictionaries_read(ch__dictionaries *d, const char *const *paths, size_t n)
{
    ch__dictionaries_open(d);
    for (size_t i = 0; i < n; i++) {
        struct stat st;
        if (stat(paths[i], &st) < 0)
            return ch__fail_at(d->s->err, CH_EIO, paths[i], 0, -1, "cannot be read: %s", strerror(errno));
        if (!S_ISDIR(st.st_mode))
            read_path(d, paths[i]);
        else if (read_directory(d, paths[i]) < 0)
            return CH_EIO;
    }
    ch__dictionaries_finish(d);
    return CH_OK;
}
