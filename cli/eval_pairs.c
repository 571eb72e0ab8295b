/* eval_pairs.c - `eval pairs`: answers to pairs against a gold file, as a report or JSON. */
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

/* ---- the report ---- */

static void print_classes(const char *what, const ch_pair_class *classes, size_t count)
{
    printf("%-11s |  Gold | Output | Right | Precision | Recall |  F1\n"
           "------------+-------+--------+-------+-----------+--------+------\n",
           what);
    for (size_t i = 0; i < count; i++) {
        const ch_pair_class *c = &classes[i];
        printf("%-11s | %5llu | %6llu | %5llu | %9.3f | %6.3f | %.3f\n", c->name, n(c->gold), n(c->output), n(c->right),
               part(c->right, c->output), part(c->right, c->gold), ch_pair_class_f1(c));
    }
    putchar('\n');
}

/* Rows are the gold's, columns the output's, under the first letters of their names. */
static void print_confusion(const ch_pair_eval *e)
{
    printf("%-11s", "gold/output");
    for (size_t i = 0; i < e->n_classes; i++)
        printf(" %6.6s", e->classes[i].name);
    printf(" %6s\n", "none");
    for (size_t g = 0; g < e->n_gold_classes; g++) {
        printf("%-11s", e->classes[g].name);
        for (size_t i = 0; i <= e->n_classes; i++) {
            uint64_t cell = e->confusion[g * (e->n_classes + 1) + i];
            cell ? (void)printf(" %6llu", n(cell)) : (void)printf("      .");
        }
        putchar('\n');
    }
    putchar('\n');
}

static void print_report(const ch_pair_eval *e)
{
    print_classes("Class", e->classes, e->n_classes);
    print_classes("Quad", e->quads, 4);
    print_classes("Binary", e->binary, 2);
    print_confusion(e);
    printf("%llu pairs, %llu without an answer", n(e->pairs), n(e->unanswered));
    if (e->ignored)
        printf(", %llu answers ignored", n(e->ignored));
    printf("\naccuracy=%.4f macro_f1=%.4f quad_macro_f1=%.4f binary_macro_f1=%.4f\n", part(e->right, e->pairs),
           ch_pair_macro_f1(e->classes, e->n_classes), ch_pair_macro_f1(e->quads, 4), ch_pair_macro_f1(e->binary, 2));
}

/* ---- JSON ---- */

static void json_classes(const char *name, const ch_pair_class *classes, size_t count)
{
    printf(",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        const ch_pair_class *c = &classes[i];
        printf("%s{\"class\":", i ? "," : "");
        print_json_text(c->name);
        printf(",\"gold\":%llu,\"output\":%llu,\"right\":%llu,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f}",
               n(c->gold), n(c->output), n(c->right), part(c->right, c->output), part(c->right, c->gold),
               ch_pair_class_f1(c));
    }
    putchar(']');
}

static void json_confusion(const ch_pair_eval *e)
{
    const char *comma = "";
    printf(",\"confusion\":[");
    for (size_t g = 0; g < e->n_gold_classes; g++)
        for (size_t i = 0; i <= e->n_classes; i++) {
            uint64_t cell = e->confusion[g * (e->n_classes + 1) + i];
            if (!cell)
                continue;
            printf("%s{\"gold\":", comma);
            print_json_text(e->classes[g].name);
            printf(",\"output\":");
            print_json_text(i < e->n_classes ? e->classes[i].name : NULL);
            printf(",\"n\":%llu}", n(cell));
            comma = ",";
        }
    putchar(']');
}

static void print_json(const ch_pair_eval *e, const char *gold)
{
    printf("{\"gold\":");
    print_json_text(gold);
    printf(",\"bad\":%llu,\"ignored\":%llu,\"pairs\":%llu,\"right\":%llu,\"unanswered\":%llu,\"accuracy\":%.4f,"
           "\"macro_f1\":%.4f,\"quad_macro_f1\":%.4f,\"binary_macro_f1\":%.4f",
           n(e->bad), n(e->ignored), n(e->pairs), n(e->right), n(e->unanswered), part(e->right, e->pairs),
           ch_pair_macro_f1(e->classes, e->n_classes), ch_pair_macro_f1(e->quads, 4), ch_pair_macro_f1(e->binary, 2));
    json_classes("classes", e->classes, e->n_classes);
    json_classes("quads", e->quads, 4);
    json_classes("binary", e->binary, 2);
    json_confusion(e);
    printf("}\n");
}

int eval_pairs(const char *gold, const char *output, const ch_eval_pairs_options *options, bool json)
{
    ch_pair_eval e;
    ch_err err;
    if (ch_eval_pairs(gold, output, options, &e, &err) < 0)
        return eval_failed(&err);
    if (json)
        print_json(&e, gold);
    else
        print_report(&e);
    ch_pair_eval_release(&e);
    return EXIT_DONE;
}
