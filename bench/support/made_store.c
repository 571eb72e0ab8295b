#include "support/made_store.h"

#include "support/made_story.h"

enum { FIRST_YEAR = 2014, YEARS = 12 };

/* Days go forward, as news comes in. */
static ch_date day_of(uint64_t number, uint64_t documents)
{
    const ch_date first = {FIRST_YEAR, 1, 1}, last = {FIRST_YEAR + YEARS, 1, 1};
    uint64_t days = (uint64_t)(ch__date_days(last) - ch__date_days(first));
    return ch__date_add_days(first, (int)(number * days / documents));
}

static made_plot new_plot(const made_world *world, uint64_t number, ch_date day)
{
    made_chance chance = {number * 0x2545f4914f6cdd1du + 1};
    made_plot plot = {.number = made_number(&chance), .day = day};
    plot.a = made_pick(world, &chance, NULL);
    plot.b = made_pick(world, &chance, plot.a);
    return plot;
}

static int put_story(ch_store *store, const made_world *world, const made_plot *plot, uint64_t number, uint32_t records,
                     ch_err *err)
{
    ch_doc *doc = ch__doc_new();
    if (!doc)
        return CH_ENOMEM;
    made_story(world, plot, number, records, doc);
    int rc = ch_store_put(store, doc, NULL, err);
    ch_doc_free(doc);
    return rc;
}

static int fill(ch_store *store, const made_world *world, uint64_t records, ch_err *err)
{
    uint64_t documents = (records + MADE_RECORDS - 1) / MADE_RECORDS;
    made_plot plot = {.number = 0};
    int rc = CH_OK;
    for (uint64_t i = 0; i < documents && rc == CH_OK; i++) {
        made_chance chance = {i};
        uint64_t left = records - i * MADE_RECORDS;
        if (i == 0 || !made_percent(&chance, 33))
            plot = new_plot(world, i, day_of(i, documents));
        rc = put_story(store, world, &plot, i, left < MADE_RECORDS ? (uint32_t)left : MADE_RECORDS, err);
    }
    return rc;
}

int made_store_fill(ch_store *store, const ch_engine *engine, uint64_t records, ch_err *err)
{
    made_world world;
    made_world_init(&world, engine->knowledge);
    int rc = ch_store_begin_run(store, engine, "made", err);
    if (rc == CH_OK)
        rc = fill(store, &world, records, err);
    if (rc == CH_OK)
        rc = ch_store_end_run(store, err);
    made_world_release(&world);
    return rc;
}
