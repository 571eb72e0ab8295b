#include "exchange/row.h"

#include <stdio.h>

#include "base/date.h"
#include "base/hash.h"

static ch__sv cell(const ch__table_file *f, int field)
{
    return ch__table_file_cell(f, (ch__field)field);
}

static ch__sv some(ch__sv s)
{
    return s.n ? s : (ch__sv){0};
}

/* ---- checks ---- */

static int check_cells(const ch__table_file *f, ch_err *err)
{
    const char *wrong = NULL;
    for (uint32_t i = 0; i < f->n_cells; i++) {
        ch__sv c = ch__sv_trim(f->cell[i]);
        bool nothing = ch__sv_is(c, "NA") || ch__sv_is(c, "NULL") || ch__sv_is(c, "None") || ch__sv_is(c, "\\N");
        if (!nothing && !ch__cell_fits((ch__column_type)f->type[i], c, &wrong))
            return ch__table_file_bad(f, err, i, wrong);
    }
    return CH_OK;
}

static int bad(const ch__table_file *f, ch__field field, const char *wrong, ch_err *err)
{
    return ch__table_file_bad(f, err, f->of_field[field], wrong);
}

static int read_date(const ch__table_file *f, ch__row_event *e, ch_err *err)
{
    e->date_text = cell(f, CH__FIELD_DATE);
    if (!ch__cell_day(e->date_text, &e->date))
        return bad(f, CH__FIELD_DATE, e->date_text.n ? "is no date (YYYY-MM-DD or YYYYMMDD)" : "is empty", err);
    return CH_OK;
}

/* ---- what ---- */

/* "42" is 042 with its zero lost; "10" may be that of 010 or the root of demands: only a column with the root can tell.
 */
static int check_cameo(const ch__table_file *f, const ch__names *n, ch__sv code, ch_err *err)
{
    char with[8];
    ch__sv root = cell(f, CH__FIELD_ROOT);
    bool exists = ch__names_cameo_exists(n, code);
    snprintf(with, sizeof with, "0%.*s", (int)(code.n < 5 ? code.n : 5), code.p ? code.p : "");
    bool lost = code.n && code.n < 5 && ch__names_cameo_exists(n, ch__sv_of(with));
    if (exists && code.n == 2 && lost && !ch__sv_eq(root, code))
        return bad(f, CH__FIELD_CAMEO, "may be a root, or a code whose leading zero is lost", err);
    if (exists)
        return CH_OK;
    return bad(f, CH__FIELD_CAMEO,
               !code.n ? "is empty"
               : lost  ? "is no CAMEO code: its leading zero is lost"
                       : "is no CAMEO code",
               err);
}

static int type_of(const char *name)
{
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (name && strcmp(ch_event_type_name((ch_event_type)t), name) == 0)
            return t;
    return -1;
}

static int read_cameo(const ch__table_file *f, const ch__names *n, ch__row_event *e, ch_err *err)
{
    ch__sv code = cell(f, CH__FIELD_CAMEO);
    int rc = check_cameo(f, n, code, err);
    if (rc < 0)
        return rc;
    bool event = ch__names_plover(n, code, &e->event, &e->mode);
    e->cameo = code;
    e->contexts = ch__names_contexts(n, code);
    e->type = type_of(e->event);
    return event && e->type >= 0 ? CH_OK : CH__ROW_STATEMENT;
}

static void lower_copy(char *out, size_t size, ch__sv s)
{
    size_t n = s.n < size - 1 ? s.n : size - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = ch__lower(s.p[i]);
    out[n] = 0;
}

/* Contexts without blanks, as the store has them: "military; legal" is "military;legal". */
static void read_contexts(ch__sv list, ch__row_event *e)
{
    size_t n = 0;
    for (size_t i = 0; i < list.n && n < sizeof e->contexts_text - 1; i++)
        if (list.p[i] != ' ')
            e->contexts_text[n++] = list.p[i] == ',' ? ';' : ch__lower(list.p[i]);
    e->contexts_text[n] = 0;
    e->contexts = n ? e->contexts_text : NULL;
}

static int read_plover(const ch__table_file *f, ch__row_event *e, ch_err *err)
{
    char name[24] = "";
    ch__sv type = cell(f, CH__FIELD_EVENT), mode = cell(f, CH__FIELD_MODE);
    for (size_t i = 0; i < type.n && i < sizeof name - 1; i++) {
        name[i] = ch__is_lower((unsigned char)type.p[i]) ? (char)(type.p[i] - 32) : type.p[i];
        name[i + 1] = 0;
    }
    e->type = type.n < sizeof name ? type_of(name) : -1;
    if (e->type < 0)
        return bad(f, CH__FIELD_EVENT, type.n ? "is no event type of PLOVER 2.0" : "is empty", err);
    e->event = ch_event_type_name((ch_event_type)e->type);
    lower_copy(e->mode_text, sizeof e->mode_text, mode);
    e->mode = mode.n ? e->mode_text : NULL;
    read_contexts(cell(f, CH__FIELD_CONTEXTS), e);
    return CH_OK;
}

/* ---- who ---- */

/* "CHNGOV" in letters: a state, then what it is there; what is no state says with its first letters what it is. */
static void read_letters(const ch__table_file *f, const ch__names *n, int s, ch__row_actor *a)
{
    const char *body, *first;
    ch__sv root = cell(f, CH__FIELD_ROOT_CODE + s), agent = cell(f, CH__FIELD_AGENT + s);
    bool region = false, generic = false; /* generic: the code tells only of what kind it is */
    a->code = ch__names_of_code(n, "cameo", root, &region);
    if (f->of_field[CH__FIELD_GROUP_CODE] == CH__NO_CELL)
        region = false; /* EUR is Europe in GDELT, which has the Union as a group, and the Union in Phoenix */
    if (!a->code && !region && root.n >= 3) {
        a->sector = ch__names_sector_of_letters(n, (ch__sv){root.p, 3}, &body, &first);
        a->code = body ? body : first;
        generic = !body;
    } else if (a->code && root.n == 3) { /* NAT: an organisation by its own code */
        const char *sector = ch__names_sector_of_letters(n, root, &body, &first);
        a->sector = body ? sector : NULL;
    }
    ch__sv group = cell(f, CH__FIELD_GROUP_CODE + s);
    if (group.n >= 3) {
        const char *sector = ch__names_sector_of_letters(n, (ch__sv){group.p, 3}, &body, &first);
        a->code = body ? body : a->code;
        a->sector = body ? sector : a->sector;
    }
    if (agent.n >= 3) {
        const char *sector = ch__names_sector_of_letters(n, (ch__sv){agent.p, 3}, &body, &first);
        a->sector = sector ? sector : a->sector;
        a->code = body && (generic || !a->code) ? body : a->code ? a->code : first;
    }
}

/* "NAM" is Namibia before it is a movement; "UK" and "EU" are no codes but short names. */
static bool looks_like_code(ch__sv s)
{
    bool upper = s.n == 2 || s.n == 3;
    for (size_t i = 0; i < s.n && upper; i++)
        upper = ch__is_upper((unsigned char)s.p[i]);
    return upper;
}

/* The state a file names, else the organisation that its name is: "NATO" has no country. */
static const char *code_of(const ch__names *n, ch__sv state, ch__sv name)
{
    bool known = false;
    const char *code = looks_like_code(state) ? ch__names_of_code(n, NULL, state, &known) : NULL;
    if (!known && state.n)
        code = ch__names_of_name(n, state, &known);
    if (!known && state.n)
        code = ch__names_of_code(n, NULL, state, &known);
    return code || known || !name.n ? code : ch__names_of_name(n, name, NULL);
}

/* Part number `at` of a list joined by ';'; empty behind its end. */
static ch__sv part(ch__sv list, uint32_t at)
{
    ch__sv one = {0};
    for (uint32_t i = 0; i <= at; i++)
        if (!list.n || !ch__sv_next(&list, ';', &one))
            return (ch__sv){0};
    return ch__sv_trim(one);
}

static uint32_t parts(ch__sv list)
{
    uint32_t n = list.n > 0;
    for (size_t i = 0; i < list.n; i++)
        n += list.p[i] == ';';
    return n;
}

static void read_actor(const ch__names *n, ch__sv name, ch__sv state, ch__sv sector, ch__sv raw, ch__row_actor *a)
{
    a->name = some(name);
    a->words = raw.n ? raw : name.n ? name : state;
    a->code = code_of(n, state, name);
    a->sector = ch__names_sector(n, sector);
}

static bool nobody(const ch__row_actor *a)
{
    return !a->name.n && !a->code && !a->words.n;
}

/* One for each part of the longest list: files of several actors keep the order of the columns of a side. */
static void read_side(const ch__table_file *f, const ch__names *n, int s, ch__row_event *e)
{
    bool list = f->of_field[CH__FIELD_EVENT] != CH__NO_CELL;
    ch__sv name = cell(f, CH__FIELD_NAME + s), state = cell(f, CH__FIELD_STATE + s),
           sector = cell(f, CH__FIELD_SECTOR + s), raw = cell(f, CH__FIELD_RAW + s);
    uint32_t most = parts(name) > parts(state) ? parts(name) : parts(state);
    most = parts(raw) > most ? parts(raw) : most;
    e->n_side[s] = 0;
    for (uint32_t i = 0; i < (list ? most : 1) && e->n_side[s] < CH__MOST_ACTORS; i++) {
        ch__row_actor *a = &e->side[s][e->n_side[s]];
        *a = (ch__row_actor){0};
        if (list)
            read_actor(n, part(name, i), part(state, i), part(sector, i), part(raw, i), a);
        else {
            read_actor(n, name, state, (ch__sv){0}, raw, a);
            ch__sv words = cell(f, CH__FIELD_SECTORS + s);
            a->sector = words.n ? ch__names_sector_of_words(n, words) : NULL;
            if (f->of_field[CH__FIELD_ROOT_CODE + s] != CH__NO_CELL)
                read_letters(f, n, s, a);
        }
        e->n_side[s] += !nobody(a);
    }
}

/* ---- where ---- */

static ch__sv narrowest(const ch__table_file *f)
{
    static const ch__field fields[] = {CH__FIELD_PLACE, CH__FIELD_CITY, CH__FIELD_DISTRICT, CH__FIELD_PROVINCE};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (cell(f, fields[i]).n)
            return cell(f, fields[i]);
    return (ch__sv){0};
}

/* Files give a country the point of its middle, which is where nothing happened: such a point is not taken. */
static void read_place(const ch__table_file *f, const ch__names *n, ch__row_event *e)
{
    ch__sv country = cell(f, CH__FIELD_COUNTRY), fips = cell(f, CH__FIELD_FIPS), kind = cell(f, CH__FIELD_PLACE_KIND);
    ch__sv lat = cell(f, CH__FIELD_LATITUDE), lon = cell(f, CH__FIELD_LONGITUDE), narrow = narrowest(f);
    e->country = fips.n ? ch__names_of_code(n, "fips", fips, NULL) : code_of(n, country, (ch__sv){0});
    bool wide = !narrow.n || ch__sv_eq(narrow, country) || ch__sv_is(kind, "1") || ch__sv_is(kind, "0");
    const char *name = ch__names_name(n, e->country);
    e->place = narrow.n ? narrow : name ? ch__sv_of(name) : some(country);
    e->geoname = some(cell(f, CH__FIELD_GEONAME));
    e->located = !wide && lat.n && lon.n && ch__cell_number(lat, &e->latitude) && ch__cell_number(lon, &e->longitude);
}

/* ---- all of it ---- */

/* Ids of event files repeat: with the day and the row itself they tell events apart, wherever the row stands. */
static void make_id(const ch__table_file *f, ch__row_event *e)
{
    const ch__sv parts_of_id[] = {CH__SV("import"), ch__sv_of(f->layout->name), cell(f, CH__FIELD_ID), e->date_text,
                                  f->row};
    ch__hash_id(e->id, parts_of_id, sizeof parts_of_id / sizeof *parts_of_id);
}

int ch__row_read(const ch__table_file *f, const ch__names *names, ch__row_event *out, ch_err *err)
{
    out->event = out->mode = out->contexts = NULL;
    out->cameo = (ch__sv){0};
    int rc = check_cells(f, err);
    if (rc == CH_OK)
        rc = read_date(f, out, err);
    if (rc == CH_OK)
        rc = f->of_field[CH__FIELD_CAMEO] != CH__NO_CELL ? read_cameo(f, names, out, err) : read_plover(f, out, err);
    if (rc != CH_OK)
        return rc;
    for (int s = 0; s < 2; s++)
        read_side(f, names, s, out);
    if (!out->n_side[0] && !out->n_side[1])
        return CH__ROW_NOBODY;
    read_place(f, names, out);
    ch__sv words = cell(f, CH__FIELD_WORDS);
    out->quote = words.n ? words : f->row;
    make_id(f, out);
    return CH_OK;
}
