/* eval_tellings.c - `eval tellings`: what a store holds as tellings of one thing, against marked stories. */
#include <stdio.h>

#include "evals.h"

static unsigned long long n(uint64_t v)
{
    return (unsigned long long)v;
}

static double part(uint64_t some, uint64_t all)
{
    return all ? (double)some / (double)all : 0;
}

static double b3(const ch_telling_score *s)
{
    double sum = s->b3_precision + s->b3_recall;
    return sum > 0 ? 2 * s->b3_precision * s->b3_recall / sum : 0;
}

static void print_error(void *ctx, const ch_telling_error *e)
{
    (void)ctx;
    printf("%s %s \"%s\" - %s \"%s\"\n", e->missed ? "MISSED" : "WRONG ", e->document[0], e->words[0], e->document[1],
           e->words[1]);
}

static void print_score(const char *name, const ch_telling_score *s)
{
    printf("%-14s | %8llu | %5llu | %6llu | %5llu | %9.3f | %6.3f | %5.3f | %9.3f | %6.3f | %5.3f\n", name,
           n(s->mentions), n(s->gold), n(s->output), n(s->right), part(s->right, s->output), part(s->right, s->gold),
           ch_telling_f1(s), s->b3_precision, s->b3_recall, b3(s));
}

static void print_report(const ch_telling_eval *e)
{
    printf("%llu stories, %llu happenings, %llu mentions, %llu of them read\n", n(e->stories), n(e->happenings),
           n(e->all.mentions), n(e->found.mentions));
    if (e->absent)
        printf("%llu stories are not in the store\n", n(e->absent));
    printf(
        "Pairs          | Mentions |  Gold | Output | Right | Precision | Recall |  F1   | B3 precis | recall |  F1\n"
        "---------------+----------+-------+--------+-------+-----------+--------+-------+-----------+--------+------"
        "\n");
    print_score("of all", &e->all);
    print_score("of those read", &e->found);
    printf("pair_f1=%.4f pair_f1_read=%.4f b3_f1=%.4f b3_f1_read=%.4f\n", ch_telling_f1(&e->all),
           ch_telling_f1(&e->found), b3(&e->all), b3(&e->found));
}

static void json_score(const char *name, const ch_telling_score *s)
{
    printf(",\"%s\":{\"mentions\":%llu,\"gold\":%llu,\"output\":%llu,\"right\":%llu,\"precision\":%.4f,\"recall\":%.4f,"
           "\"f1\":%.4f,\"b3_precision\":%.4f,\"b3_recall\":%.4f,\"b3_f1\":%.4f}",
           name, n(s->mentions), n(s->gold), n(s->output), n(s->right), part(s->right, s->output),
           part(s->right, s->gold), ch_telling_f1(s), s->b3_precision, s->b3_recall, b3(s));
}

static void print_json(const ch_telling_eval *e, const char *gold)
{
    printf("{\"gold\":");
    print_json_text(gold);
    printf(",\"bad\":%llu,\"stories\":%llu,\"absent\":%llu,\"happenings\":%llu", n(e->bad), n(e->stories), n(e->absent),
           n(e->happenings));
    json_score("all", &e->all);
    json_score("read", &e->found);
    printf("}\n");
}

int eval_tellings(const char *gold, const char *db, bool json, bool errors)
{
    ch_eval_tellings_options options = {.fault = print_fault, .error = errors && !json ? print_error : NULL};
    ch_telling_eval e;
    ch_store *store;
    ch_err err;
    int code = store_open_for_reading(&store, db);
    if (code != EXIT_DONE)
        return code;
    int rc = ch_eval_tellings(store, gold, &options, &e, &err);
    ch_store_close(store);
    if (rc < 0)
        return eval_failed(&err);
    if (json)
        print_json(&e, gold);
    else
        print_report(&e);
    return EXIT_DONE;
}
