/* snapshot.c - a store, or a part of it, as one file to give away. It is written under another name in the same folder
 * and gets its own when it is whole and sound. All of a store is copied page by page; a part is taken document by
 * document into a new store. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "upkeep/upkeep.h"

typedef struct snapshot {
    ch_store *from;
    const ch_snapshot_options *options;
    char *path; /* while it is made */
    char since[12], until[12];
    ch_err *err;
} snapshot;

static bool is_part(const ch_snapshot_options *o)
{
    return o->since || o->until || o->actor || o->pair[0] || o->pair[1];
}

/* ---- all of it ---- */

static int copy_pages(snapshot *s)
{
    sqlite3_stmt *vacuum = NULL;
    int rc = CH_OK;
    if (sqlite3_prepare_v2(s->from->db, "VACUUM INTO ?", -1, &vacuum, NULL) == SQLITE_OK)
        ch__bind_text(vacuum, 1, s->path);
    if (sqlite3_step(vacuum) != SQLITE_DONE)
        rc = ch__store_fail(s->from, s->err, "cannot be copied");
    sqlite3_finalize(vacuum);
    return rc;
}

/* ---- a part ---- */

/* A story without a date of its own counts by the earliest date in it. */
static const char CHOOSE[] =
    "INSERT INTO temp.taken SELECT d.id, d.rowid FROM other.documents d WHERE"
    " (:since IS NULL OR coalesce(d.published, (SELECT min(r.date_start) FROM other.records r"
    "  WHERE r.document = d.id)) >= :since)"
    " AND (:until IS NULL OR coalesce(d.published, (SELECT min(r.date_start) FROM other.records r"
    "  WHERE r.document = d.id)) <= :until)"
    " AND (:actor IS NULL OR EXISTS (SELECT 1 FROM other.roles r LEFT JOIN other.actors a ON a.id = r.actor"
    "  WHERE r.document = d.id AND (r.code = :actor COLLATE NOCASE OR instr(lower(a.name), lower(:actor))"
    "  OR (a.id IS NULL AND instr(lower(r.quote), lower(:actor))))))"
    " AND (:pair0 IS NULL OR EXISTS (SELECT 1 FROM other.roles x JOIN other.roles y ON y.record = x.record"
    "  WHERE x.document = d.id AND x.code = :pair0 COLLATE NOCASE AND y.code = :pair1 COLLATE NOCASE))";

static void bind_named(sqlite3_stmt *s, const char *name, const char *value)
{
    int at = sqlite3_bind_parameter_index(s, name);
    if (at)
        ch__bind_text(s, at, value);
}

static void bind_options(const snapshot *s, sqlite3_stmt *sql)
{
    bind_named(sql, ":since", s->options->since ? s->since : NULL);
    bind_named(sql, ":until", s->options->until ? s->until : NULL);
    bind_named(sql, ":actor", s->options->actor);
    bind_named(sql, ":pair0", s->options->pair[0]);
    bind_named(sql, ":pair1", s->options->pair[1]);
}

static int choose(const snapshot *s, ch_store *to)
{
    sqlite3_stmt *sql = NULL;
    if (sqlite3_prepare_v2(to->db, CHOOSE, -1, &sql, NULL) == SQLITE_OK)
        bind_options(s, sql);
    int rc = sqlite3_step(sql) == SQLITE_DONE ? CH_OK : ch__store_fail(to, s->err, "cannot take a part");
    sqlite3_finalize(sql);
    return rc;
}

static int take_part(const snapshot *s, ch_store *to)
{
    int rc = ch__upkeep_run(to, CH__UPKEEP_TAKEN, "cannot take a part", s->err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(to, "BEGIN", "cannot take a part", s->err);
    if (rc == CH_OK)
        rc = choose(s, to);
    if (rc == CH_OK)
        rc = ch__upkeep_take(to, false, s->err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(to, "INSERT INTO main.snapshots SELECT * FROM other.snapshots; COMMIT",
                            "cannot take a part", s->err);
    return rc;
}

static int copy_part(snapshot *s)
{
    ch_store *to;
    int rc = ch_store_open(&to, s->path, NULL, s->err);
    if (rc < 0)
        return rc;
    rc = ch__upkeep_attach(to, s->from->path, s->err);
    if (rc == CH_OK)
        rc = take_part(s, to);
    if (rc == CH_OK) {
        ch__upkeep_detach(to);
        rc = ch_store_derive(to, false, s->err);
    }
    ch_store_close(to);
    return rc;
}

/* ---- the note of it ---- */

static const char NOTE[] = "INSERT INTO snapshots (version, documents, of_documents, since, until, actor, pair, text)"
                           " SELECT :version, (SELECT count(*) FROM documents), :all, :since, :until, :actor, (:pair0 "
                           "|| ',' || :pair1), :text";

static int write_note(const snapshot *s, ch_store *to)
{
    int64_t all = 0;
    int rc = ch__upkeep_number(s->from, "SELECT count(*) FROM documents", &all, s->err);
    sqlite3_stmt *sql = NULL;
    if (rc < 0)
        return rc;
    if (sqlite3_prepare_v2(to->db, NOTE, -1, &sql, NULL) == SQLITE_OK) {
        bind_options(s, sql);
        bind_named(sql, ":version", ch_version());
        sqlite3_bind_int64(sql, sqlite3_bind_parameter_index(sql, ":all"), all);
        sqlite3_bind_int(sql, sqlite3_bind_parameter_index(sql, ":text"), !s->options->no_text);
    }
    rc = sqlite3_step(sql) == SQLITE_DONE ? CH_OK : ch__store_fail(to, s->err, "cannot be noted");
    sqlite3_finalize(sql);
    return rc;
}

static int check_whole(ch_store *to, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    const char *says = NULL;
    if (sqlite3_prepare_v2(to->db, "PRAGMA integrity_check(1)", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        says = (const char *)sqlite3_column_text(s, 0);
    int rc = says && strcmp(says, "ok") == 0
                 ? CH_OK
                 : ch__fail(err, CH_ESTORE, "the copy is not sound: %s", says ? says : sqlite3_errmsg(to->db));
    sqlite3_finalize(s);
    return rc;
}

/* VACUUM at the end: what was written over or deleted must not stay in free pages of a file that is given away. */
static int finish(const snapshot *s, ch_snapshot *out)
{
    ch_store *to;
    int64_t documents = 0, records = 0;
    int rc = ch_store_open(&to, s->path, NULL, s->err);
    if (rc < 0)
        return rc;
    if (s->options->no_text)
        rc = ch__upkeep_leave_text_out(to, s->err);
    if (rc == CH_OK)
        rc = write_note(s, to);
    if (rc == CH_OK)
        rc = ch__upkeep_run(to, "PRAGMA journal_mode = DELETE; VACUUM", "cannot be written", s->err);
    if (rc == CH_OK)
        rc = check_whole(to, s->err);
    if (rc == CH_OK)
        rc = ch__upkeep_number(to, "SELECT count(*) FROM documents", &documents, s->err);
    if (rc == CH_OK)
        rc = ch__upkeep_number(to, "SELECT count(*) FROM records", &records, s->err);
    ch_store_close(to);
    if (out)
        *out = (ch_snapshot){(uint64_t)documents, (uint64_t)records};
    return rc;
}

/* ---- the file ---- */

static int begin_file(snapshot *s, const char *path)
{
    size_t n = strlen(path) + 32;
    s->path = ch__malloc(n);
    if (!s->path)
        return ch__fail(s->err, CH_ENOMEM, "out of memory");
    snprintf(s->path, n, "%s.%ld.part", path, (long)getpid());
    int made = open(s->path, O_CREAT | O_EXCL | O_WRONLY, 0666);
    if (made < 0)
        return ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be written");
    close(made);
    return CH_OK;
}

static int give_name(const snapshot *s, const char *path)
{
    if (s->options->replace)
        return rename(s->path, path) == 0 ? CH_OK : ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be written");
    if (link(s->path, path) != 0)
        return ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be written: is there a file of that name?");
    unlink(s->path);
    return CH_OK;
}

/* Nothing but a finished file is left behind. */
static void remove_made(const snapshot *s)
{
    static const char *const tails[] = {"", "-journal", "-wal", "-shm"};
    char name[4200];
    for (int i = 0; s->path && i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", s->path, tails[i]);
        unlink(name);
    }
}

static int check_options(snapshot *s)
{
    const ch_snapshot_options *o = s->options;
    ch_date day;
    if (!o->pair[0] != !o->pair[1])
        return ch__fail(s->err, CH_EUSAGE, "a pair is of two codes");
    if (o->since && (!ch__date_parse(ch__sv_of(o->since), &day) || strlen(o->since) > 10))
        return ch__fail(s->err, CH_EUSAGE, "not a date that exists: %s", o->since);
    if (o->since)
        ch__date_iso(ch__date_first(day), s->since);
    if (o->until && (!ch__date_parse(ch__sv_of(o->until), &day) || strlen(o->until) > 10))
        return ch__fail(s->err, CH_EUSAGE, "not a date that exists: %s", o->until);
    if (o->until)
        ch__date_iso(ch__date_last(day), s->until);
    return CH_OK;
}

int ch_store_snapshot(ch_store *store, const char *path, const ch_snapshot_options *options, ch_snapshot *out,
                      ch_err *err)
{
    static const ch_snapshot_options all = {.no_text = false};
    snapshot s = {.from = store, .options = options ? options : &all, .err = err};
    ch__err_clear(err);
    int rc = check_options(&s);
    if (rc == CH_OK && !s.options->replace && access(path, F_OK) == 0)
        rc = ch__fail_at(err, CH_EIO, path, 0, -1, "there is a file of that name already");
    if (rc == CH_OK)
        rc = begin_file(&s, path);
    if (rc == CH_OK)
        rc = is_part(s.options) ? copy_part(&s) : copy_pages(&s);
    if (rc == CH_OK)
        rc = finish(&s, out);
    if (rc == CH_OK)
        rc = give_name(&s, path);
    if (rc < 0)
        remove_made(&s);
    free(s.path);
    return rc;
}
