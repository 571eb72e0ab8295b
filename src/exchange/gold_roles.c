/* gold_roles.c - who takes part in the records of a reviewed sentence: by which letters they go there, and where they
 * are named. */
#include "exchange/gold_lines.h"

/* The sector of a row of actors; a bare country acts by its government. */
static const char *sector_of(ch__lines *l, json_int_t actor, const char *code)
{
    sqlite3_stmt *q = NULL;
    const char *sector = NULL;
    if (sqlite3_prepare_v2(l->s->store->db, "SELECT sector FROM actors WHERE id = ?", -1, &q, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(q, 1, actor);
        if (sqlite3_step(q) == SQLITE_ROW && sqlite3_column_text(q, 0))
            sector = ch__copyz(l->arena, (const char *)sqlite3_column_text(q, 0));
    }
    sqlite3_finalize(q);
    if (sector)
        return sector;
    return !code ? "UNK" : ch__vocabulary_is_country(l->s->v, code) ? "GOV" : "IGO";
}

static int entity_of(ch__lines *l, const json_t *role)
{
    json_int_t actor = ch__lines_number(role, "actor");
    int64_t start = ch__lines_number(role, "byte_start");
    for (int i = 0; i < l->n_entities; i++)
        if (actor ? l->entities[i].actor == actor : !l->entities[i].actor && l->entities[i].start == start)
            return i;
    if (l->n_entities == CH__LINES_ENTITIES)
        return -1;
    const char *code = ch__lines_text(role, "code");
    l->entities[l->n_entities] = (ch__lines_entity){code, sector_of(l, actor, code), actor, start, false};
    return l->n_entities++;
}

void ch__lines_mark_add(ch__lines *l, ch__lines_mark m)
{
    for (int i = 0; i < l->n_marks; i++)
        if (l->marks[i].start == m.start && l->marks[i].end == m.end && l->marks[i].entity == m.entity &&
            l->marks[i].number == m.number)
            return;
    if (l->n_marks == CH__LINES_MARKS)
        ch__lines_cannot(l, "there are too many marks");
    else
        l->marks[l->n_marks++] = m;
}

/* Words of their own, not those of the whole record, which a role has that a reviewer gave without words. */
static bool has_words(const ch__gold_sentence *s, const json_t *role, const json_t *main)
{
    return ch__lines_inside(s, role) && (ch__lines_number(role, "byte_start") != ch__lines_number(main, "byte_start") ||
                                         ch__lines_number(role, "byte_end") != ch__lines_number(main, "byte_end"));
}

void ch__lines_gather(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record), *role;
    json_t *roles = json_object_get(l->s->records[record], "roles");
    for (size_t i = 0; i < json_array_size(roles); i++) {
        role = json_array_get(roles, i);
        if (strcmp(ch__lines_text(role, "role"), "about") == 0 || !has_words(l->s, role, main))
            continue;
        int e = entity_of(l, role);
        if (e < 0)
            ch__lines_cannot(l, "there are too many actors");
        else
            ch__lines_mark_add(
                l, (ch__lines_mark){ch__lines_number(role, "byte_start"), ch__lines_number(role, "byte_end"), e, 0});
    }
}

/* Which entity a role is, and the how manieth of its mentions, in the order of the reader of the corpus. */
static void add_role(ch__lines *l, const json_t *role, const json_t *main)
{
    bool own = has_words(l->s, role, main);
    const char *code = ch__lines_text(role, "code");
    int found = -1, nth = 1;
    for (int i = 0; i < l->n_marks; i++) {
        const ch__lines_mark *m = &l->marks[i];
        const ch__lines_entity *e = m->entity < 0 ? NULL : &l->entities[m->entity];
        if (e && (own ? m->start == ch__lines_number(role, "byte_start") &&
                            m->end == ch__lines_number(role, "byte_end") && m->entity == entity_of(l, role)
                      : code && e->code && strcmp(e->code, code) == 0)) {
            found = i;
            break;
        }
    }
    if (found < 0) {
        ch__lines_cannot(l, "somebody who takes part is not named in the sentence");
        return;
    }
    for (int i = 0; i < found; i++)
        nth += l->marks[i].entity == l->marks[found].entity;
    ch__buf_printf(l->out, nth > 1 ? "%c%d" : "%c", 'a' + l->marks[found].entity, nth);
}

bool ch__lines_roles(ch__lines *l, uint32_t record, const char *name, const char *before)
{
    const json_t *main = ch__lines_main(l->s, record);
    json_t *roles = json_object_get(l->s->records[record], "roles");
    bool any = false;
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const json_t *role = json_array_get(roles, i);
        if (strcmp(ch__lines_text(role, "role"), name) != 0)
            continue;
        ch__buf_str(l->out, any ? "," : before);
        add_role(l, role, main);
        any = true;
    }
    return any;
}

void ch__lines_need_roles(ch__lines *l, uint32_t record, const char *name)
{
    if (!ch__lines_roles(l, record, name, " "))
        ch__buf_str(l->out, " -");
}
