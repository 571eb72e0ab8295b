/* eval_records.c - `eval events` and `eval ledger`: records of all kinds against a gold file, as a report or JSON. */
#include <stdio.h>
#include <string.h>

#include "evals.h"

enum { NONE = CH_N_EVENT_TYPES };

static bool seen(const ch_record_score *s)
{
    return s->gold || s->output;
}

static unsigned long long n(uint64_t v)
{
    return (unsigned long long)v;
}

/* ---- the report ---- */

static void print_line(const char *name, const ch_record_score *s, const ch_match_count *c)
{
    ch_precision_recall f = ch_record_score_of(s, c);
    printf("  %-8s precision %.3f  recall %.3f  F1 %.3f  recall_must %.3f  matched %llu\n", name, f.precision, f.recall,
           f.f1, f.recall_must, n(c->matched));
}

static void print_kind(const ch_record_score *s)
{
    const char *between = "  among matched: ";
    printf("%s: gold %llu (must %llu), output %llu\n", s->name, n(s->gold), n(s->must), n(s->output));
    print_line("strict", s, &s->strict);
    print_line("relaxed", s, &s->relaxed);
    for (int f = 0; f < CH_N_COMPARED_FIELDS; f++) {
        if (!s->fields[f].of)
            continue;
        printf("%s%s %.3f (%g/%llu)", between, ch_compared_field_name((ch_compared_field)f),
               s->fields[f].right / (double)s->fields[f].of, s->fields[f].right, n(s->fields[f].of));
        between = ", ";
    }
    if (between[0] == ',')
        putchar('\n');
}

static void print_types(const ch_record_eval *e)
{
    printf("\nType      |  Gold |  Must | Output | Precision | Recall |  F1   | Strict F1 | Recall must\n"
           "----------+-------+-------+--------+-----------+--------+-------+-----------+------------\n");
    for (int t = 0; t < CH_N_EVENT_TYPES; t++) {
        const ch_record_score *s = &e->types[t];
        ch_precision_recall relaxed = ch_record_score_of(s, &s->relaxed), strict = ch_record_score_of(s, &s->strict);
        if (seen(s))
            printf("%-9s | %5llu | %5llu | %6llu | %9.3f | %6.3f | %5.3f | %9.3f | %11.3f\n", s->name, n(s->gold),
                   n(s->must), n(s->output), relaxed.precision, relaxed.recall, relaxed.f1, strict.f1,
                   relaxed.recall_must);
    }
}

static int types_of_gold(const ch_record_eval *e)
{
    int types = 0;
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        types += e->types[t].gold > 0;
    return types;
}

static void print_macro(const ch_record_eval *e)
{
    printf("macro-average over the %d types of the gold: F1 %.3f, strict F1 %.3f\n", types_of_gold(e),
           ch_record_macro_f1(e, false), ch_record_macro_f1(e, true));
}

static bool in_confusion(const ch_record_eval *e, int t)
{
    uint64_t sum = 0;
    for (int i = 0; i <= NONE; i++)
        sum += e->confusion[t][i] + e->confusion[i][t];
    return sum > 0;
}

static const char *short_name(int t)
{
    return t == NONE ? "none" : ch_event_type_name((ch_event_type)t);
}

/* Rows are the gold's, columns the output's, under the first letters of their names. */
static void print_confusion(const ch_record_eval *e)
{
    printf("\nTypes of events of one sentence with an actor in common (rows gold, columns output)\n%-9s", "");
    for (int t = 0; t <= NONE; t++)
        if (in_confusion(e, t))
            printf(" %6.6s", short_name(t));
    putchar('\n');
    for (int g = 0; g <= NONE; g++) {
        if (!in_confusion(e, g))
            continue;
        printf("%-9s", short_name(g));
        for (int t = 0; t <= NONE; t++)
            if (in_confusion(e, t))
                e->confusion[g][t] ? (void)printf(" %6llu", n(e->confusion[g][t])) : (void)printf("      .");
        putchar('\n');
    }
    putchar('\n');
}

static double share(double part, uint64_t whole)
{
    return whole ? part / (double)whole : 0;
}

static void print_bin(const char *name, const ch_confidence_bin *b)
{
    printf("%-10s | %6llu", name, n(b->events));
    if (b->events)
        printf(" | %5.3f | %7.3f | %6.3f\n", share(b->confidence, b->events), share((double)b->relaxed, b->events),
               share((double)b->strict, b->events));
    else
        printf(" |     . |       . |      .\n");
}

static void print_calibration(const ch_record_eval *e)
{
    ch_confidence_bin all = {.events = 0};
    printf("Confidence of output events, and the share of them that is right\n"
           "Confidence | Events |  Mean | Relaxed | Strict\n"
           "-----------+--------+-------+---------+-------\n");
    for (int i = 0; i < CH_N_CONFIDENCE_BINS; i++) {
        const ch_confidence_bin *b = &e->bins[i];
        char name[16];
        snprintf(name, sizeof name, "%.1f-%.1f", i / 10.0, (i + 1) / 10.0);
        print_bin(name, b);
        all = (ch_confidence_bin){all.events + b->events, all.relaxed + b->relaxed, all.strict + b->strict,
                                  all.confidence + b->confidence};
    }
    print_bin("all", &all);
    if (e->unsure)
        printf("%llu events without a confidence in 0..1\n", n(e->unsure));
    printf("expected calibration error of relaxed matches: %.4f\n\n", ch_calibration_error(e->bins));
}

static void print_documents(const ch_record_eval *e)
{
    for (size_t i = 0; i < e->n_documents; i++) {
        const ch_record_score *s = &e->documents[i];
        ch_precision_recall strict = ch_record_score_of(s, &s->strict);
        printf("%s: event strict F1 %.3f, relaxed %.3f, recall_must %.3f, gold %llu, output %llu\n", s->name, strict.f1,
               ch_record_score_of(s, &s->relaxed).f1, strict.recall_must, n(s->gold), n(s->output));
    }
}

static void print_last_line(const ch_record_eval *e)
{
    const ch_record_score *s = &e->kinds[CH_EVENT];
    if (e->failed)
        printf("errors: %llu lines of the output name an error instead of records\n", n(e->failed));
    if (e->ignored || e->unknown)
        printf("ignored: %llu records of documents outside the gold, %llu of unknown kind\n", n(e->ignored),
               n(e->unknown));
    printf("event_f1_strict=%.4f event_f1_relaxed=%.4f", ch_record_score_of(s, &s->strict).f1,
           ch_record_score_of(s, &s->relaxed).f1);
    for (int k = CH_EVENT + 1; k < CH_N_KINDS; k++)
        printf(" %s_f1=%.4f", e->kinds[k].name, ch_record_score_of(&e->kinds[k], &e->kinds[k].strict).f1);
    putchar('\n');
}

/* Whether a record of that kind was asked for. */
static bool asked(const records_shown *shown, const ch_record_error *e)
{
    return !shown->ledger || e->kind != CH_EVENT;
}

static void print_error(void *ctx, const ch_record_error *e)
{
    if (asked(ctx, e))
        printf("%s %s\n",
               strcmp(e->what, "missed") == 0  ? "MISSED"
               : strcmp(e->what, "wrong") == 0 ? "WRONG "
                                               : "PARTLY",
               e->record);
}

/* ---- the ledger ---- */

static void print_labels(const ch_record_eval *e, int kind)
{
    static const char *const titles[CH_N_KINDS] = {NULL, "Form", "Action", "Action", "Measure"};
    printf("  %-22s |  Gold |  Must | Output | Strict P | Strict R | Strict F1 | Relaxed F1\n", titles[kind]);
    for (size_t i = 0; i < e->n_labels[kind]; i++) {
        const ch_record_score *s = &e->labels[kind][i];
        ch_precision_recall strict = ch_record_score_of(s, &s->strict);
        printf("  %-22s | %5llu | %5llu | %6llu | %8.3f | %8.3f | %9.3f | %10.3f\n", s->name, n(s->gold), n(s->must),
               n(s->output), strict.precision, strict.recall, strict.f1, ch_record_score_of(s, &s->relaxed).f1);
    }
    putchar('\n');
}

static void print_ledger(const ch_record_eval *e)
{
    for (int k = CH_EVENT + 1; k < CH_N_KINDS; k++) {
        print_kind(&e->kinds[k]);
        if (e->n_labels[k])
            print_labels(e, k);
    }
    for (int k = CH_EVENT + 1; k < CH_N_KINDS; k++) {
        const ch_record_score *s = &e->kinds[k];
        printf("%s%s_f1_strict=%.4f %s_f1_relaxed=%.4f", k > CH_EVENT + 1 ? " " : "", s->name,
               ch_record_score_of(s, &s->strict).f1, s->name, ch_record_score_of(s, &s->relaxed).f1);
    }
    putchar('\n');
}

/* ---- events ---- */

static void print_report(const ch_record_eval *e, const records_shown *shown)
{
    if (shown->ledger) {
        print_ledger(e);
        return;
    }
    for (int k = 0; k < CH_N_KINDS; k++)
        print_kind(&e->kinds[k]);
    if (seen(&e->kinds[CH_EVENT])) {
        print_types(e);
        print_macro(e);
        print_confusion(e);
    }
    if (shown->calibration)
        print_calibration(e);
    if (shown->documents)
        print_documents(e);
    print_last_line(e);
}

/* ---- JSON ---- */

static void json_match(const char *name, const ch_record_score *s, const ch_match_count *c)
{
    ch_precision_recall f = ch_record_score_of(s, c);
    printf(",\"%s\":{\"matched\":%llu,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f,\"recall_must\":%.4f}", name,
           n(c->matched), f.precision, f.recall, f.f1, f.recall_must);
}

static void json_score(const ch_record_score *s, const char *key)
{
    const char *comma = "";
    printf("{\"%s\":", key);
    print_json_text(s->name);
    printf(",\"gold\":%llu,\"must\":%llu,\"output\":%llu", n(s->gold), n(s->must), n(s->output));
    json_match("strict", s, &s->strict);
    json_match("relaxed", s, &s->relaxed);
    printf(",\"fields\":{");
    for (int f = 0; f < CH_N_COMPARED_FIELDS; f++)
        if (s->fields[f].of) {
            printf("%s\"%s\":{\"right\":%.4f,\"of\":%llu}", comma, ch_compared_field_name((ch_compared_field)f),
                   s->fields[f].right, n(s->fields[f].of));
            comma = ",";
        }
    printf("}}");
}

static void json_scores(const char *name, const char *key, const ch_record_score *s, size_t count)
{
    const char *comma = "";
    printf("\"%s\":[", name);
    for (size_t i = 0; i < count; i++)
        if (seen(&s[i]) || count <= CH_N_KINDS) {
            fputs(comma, stdout);
            json_score(&s[i], key);
            comma = ",";
        }
    putchar(']');
}

static void json_labels(const ch_record_eval *e)
{
    printf(",\"labels\":{");
    for (int k = CH_EVENT + 1; k < CH_N_KINDS; k++) {
        fputs(k > CH_EVENT + 1 ? "," : "", stdout);
        json_scores(ch_kind_name((ch_kind)k), "label", e->labels[k], e->n_labels[k]);
    }
    putchar('}');
}

static void json_confusion(const ch_record_eval *e)
{
    const char *comma = "";
    printf(",\"confusion\":[");
    for (int g = 0; g <= NONE; g++)
        for (int t = 0; t <= NONE; t++)
            if (e->confusion[g][t]) {
                printf("%s{\"gold\":", comma);
                print_json_text(g == NONE ? NULL : short_name(g));
                printf(",\"output\":");
                print_json_text(t == NONE ? NULL : short_name(t));
                printf(",\"n\":%llu}", n(e->confusion[g][t]));
                comma = ",";
            }
    putchar(']');
}

static void json_calibration(const ch_record_eval *e)
{
    printf(",\"calibration\":{\"error\":%.4f,\"unsure\":%llu,\"bins\":[", ch_calibration_error(e->bins), n(e->unsure));
    for (int i = 0; i < CH_N_CONFIDENCE_BINS; i++) {
        const ch_confidence_bin *b = &e->bins[i];
        printf("%s{\"from\":%.1f,\"to\":%.1f,\"events\":%llu", i ? "," : "", i / 10.0, (i + 1) / 10.0, n(b->events));
        if (b->events)
            printf(",\"confidence\":%.4f,\"relaxed\":%.4f,\"strict\":%.4f}", share(b->confidence, b->events),
                   share((double)b->relaxed, b->events), share((double)b->strict, b->events));
        else
            printf(",\"confidence\":null,\"relaxed\":null,\"strict\":null}");
    }
    printf("]}");
}

static void print_json(const ch_record_eval *e, const char *gold, const records_shown *shown)
{
    printf("{\"gold\":");
    print_json_text(gold);
    printf(",\"bad\":%llu,\"ignored\":%llu,\"unknown\":%llu,\"failed\":%llu,", n(e->bad), n(e->ignored), n(e->unknown),
           n(e->failed));
    json_scores("kinds", "kind", e->kinds, CH_N_KINDS);
    putchar(',');
    json_scores("types", "type", e->types, CH_N_EVENT_TYPES);
    json_labels(e);
    printf(",\"macro\":{\"types\":%d,\"strict_f1\":%.4f,\"relaxed_f1\":%.4f}", types_of_gold(e),
           ch_record_macro_f1(e, true), ch_record_macro_f1(e, false));
    json_confusion(e);
    if (shown->calibration)
        json_calibration(e);
    if (shown->documents) {
        putchar(',');
        json_scores("documents", "document", e->documents, e->n_documents);
    }
    printf("}\n");
}

static void json_error(void *ctx, const ch_record_error *e)
{
    if (asked(ctx, e))
        printf("{\"what\":\"%s\",\"line\":%lld,\"record\":%s}\n", e->what, (long long)e->line, e->record);
}

int eval_records(const machine *m, const char *gold, const char *output, ch_eval_records_options *options,
                 const records_shown *shown)
{
    ch_record_eval e;
    ch_err err;
    records_shown asked_for = *shown;
    options->ctx = &asked_for;
    if (shown->errors)
        options->error = shown->json ? json_error : print_error;
    if (ch_eval_records(m->engine, gold, output, options, &e, &err) < 0)
        return eval_failed(&err);
    if (shown->json)
        print_json(&e, gold, shown);
    else
        print_report(&e, shown);
    ch_record_eval_release(&e);
    return EXIT_DONE;
}
