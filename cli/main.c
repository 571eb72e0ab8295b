/* main.c - the commands and which one runs. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

static const command read_command = {"read",
                                     "FILE...",
                                     "read news into a store: records with their evidence in one SQLite file",
                                     "  chancery read news/ --db record.db\n"
                                     "  chancery read wire.jsonl.gz --field text=body,date=published --db record.db\n"
                                     "  curl -s https://example.org/feed.xml | chancery read - --db record.db\n",
                                     read_options,
                                     run_read};
static const command code_command = {"code",
                                     "[FILE...]",
                                     "code news to records, as JSONL on the standard output",
                                     "  chancery code story.txt | jq -r '.kind + \" \" + .quote'\n"
                                     "  chancery code --published 2025-05-04 story.txt\n"
                                     "  chancery code --stream < documents.jsonl > records.jsonl\n",
                                     code_options,
                                     run_code};
static const command show_command = {"show",
                                     "[DOCUMENT...]",
                                     "show a document with its records and highlighted evidence",
                                     "  chancery show story.txt --db record.db\n"
                                     "  chancery show --text story.txt --db record.db > story.copy\n",
                                     show_options,
                                     run_show};
static const command list_command = {
    "list",
    "[WHAT]",
    "list what a store holds: documents, events, statements, agreements, levels, figures, ...",
    "  chancery list events --pair CHN,IRN --since 2021\n"
    "  chancery list documents --db record.db --csv > documents.csv\n"
    "  chancery list statements --actor Raisi --jsonl\n",
    list_options,
    run_list};
static const command relation_command = {"relation",
                                         "ONE OTHER",
                                         "tell on one page how two states stand: level, agreements, contacts, trend",
                                         "  chancery relation CHN IRN --db record.db\n"
                                         "  chancery relation \"Saudi Arabia\" Iran --at 2023-04 --db record.db\n"
                                         "  chancery relation KEN CHN --json | jq .trend\n",
                                         relation_options,
                                         run_relation};
static const command relations_command = {"relations",
                                          "",
                                          "list how all pairs of states stand, those with most records first",
                                          "  chancery relations --limit 20 --db record.db\n"
                                          "  chancery relations --actor China --at 2022 --csv > china-2022.csv\n",
                                          relations_options,
                                          run_relations};
static const command timeline_command = {"timeline",
                                         "ONE OTHER",
                                         "list all records of two states by date, one row for what was told many times",
                                         "  chancery timeline CHN RUS --since 2022 --kind event --db record.db\n"
                                         "  chancery timeline China Russia --newest --limit 20\n",
                                         timeline_options,
                                         run_timeline};
static const command search_command = {"search",
                                       "WORDS",
                                       "find sentences by their words, the best first",
                                       "  chancery search embassy reopened --db record.db\n"
                                       "  chancery search '\"strategic partnership\" NOT comprehensive' --since 2022\n",
                                       search_options,
                                       run_search};
static const command consolidate_command = {
    "consolidate",
    "",
    "derive what follows from the records: links, retellings, where pairs stand",
    "  chancery consolidate --db merged.db\n"
    "  chancery consolidate --sql | sqlite3 merged.db\n",
    consolidate_options,
    run_consolidate};
static const command export_command = {
    "export",
    "",
    "write a store in other forms: csv, jsonl, plover, polecat, icews, phoenix, gexf, geojson, gold",
    "  chancery export --as csv --db record.db -o tables/\n"
    "  chancery export --as icews --pair CHN,IRN --since 2021 > events.tab\n"
    "  chancery export --as jsonl --no-text --db record.db -o shared/\n"
    "  chancery export --codebook polecat\n",
    export_options,
    run_export};
static const command import_command = {
    "import",
    "FILE...",
    "read event files of ICEWS, POLECAT, Phoenix or GDELT into a store",
    "  chancery import events.2014.tab.gz --db record.db\n"
    "  chancery import --from gdelt 20240501.export.CSV --max-errors 1% --db record.db\n",
    import_options,
    run_import};
static const command explain_command = {
    "explain",
    "SENTENCE",
    "show how a sentence is coded: tree, actors, candidates and why, or why not",
    "  chancery explain \"Xi Jinping will visit Moscow on Friday.\" --date 2025-05-04\n",
    explain_options,
    run_explain};
static const command check_command = {"check",
                                      "[DIRECTORY]",
                                      "check knowledge tables: form, order, dates, dangling ids",
                                      "  chancery check knowledge\n",
                                      check_options,
                                      run_check};
static const command parse_command = {"parse",
                                      "[FILE...]",
                                      "parse text to CoNLL-U: tags, lemmas, trees, names",
                                      "  chancery parse story.txt > story.conllu\n"
                                      "  chancery parse --threads 4 news/ > news.conllu\n"
                                      "  chancery parse --input conllu tokens.conllu > parsed.conllu\n",
                                      parse_options,
                                      run_parse};
static const command eval_command = {"eval",
                                     "syntax|names|actors GOLD | events|ledger|pairs GOLD OUTPUT",
                                     "score trees, names, actors, records or pairs against a gold file",
                                     "  chancery eval syntax dev.conllu --by genre\n"
                                     "  chancery eval syntax dev.conllu --system parsed.conllu\n"
                                     "  chancery eval names dev.iob2 --json\n"
                                     "  chancery eval actors dev.jsonl --wrong\n"
                                     "  chancery eval events gold.jsonl records.jsonl --texts texts\n"
                                     "  chancery eval ledger gold.jsonl records.jsonl --texts texts\n"
                                     "  chancery eval pairs --plv plv_train.tsv answers.jsonl\n",
                                     eval_options,
                                     run_eval};
static const command resolve_command = {
    "resolve",
    "",
    "say who a phrase means, on a date and in a context: JSONL in, JSONL out",
    "  echo '{\"id\":1,\"text\":\"the French foreign minister\",\"date\":\"2015-03-01\"}' | chancery resolve\n"
    "  chancery resolve < phrases.jsonl > actors.jsonl\n",
    resolve_options,
    run_resolve};
static const command places_command = {
    "places",
    "",
    "find the places that texts name, with coordinates: JSONL in, JSONL out",
    "  echo '{\"id\":1,\"text\":\"The ship left Odesa for Mersin.\"}' | chancery places\n",
    resolve_options,
    run_places};
static const command pairs_command = {
    "pairs",
    "[FILE...]",
    "say what one span of a text does to another: JSONL in, JSONL out",
    "  echo '{\"id\":1,\"text\":\"Peru thanked Chile.\",\"source\":[[0,4]],\"target\":[[13,18]]}' | chancery pairs\n"
    "  chancery pairs --threads 2 pairs.jsonl > answers.jsonl\n"
    "  chancery pairs --plv plv_train.tsv > answers.jsonl\n",
    pairs_options,
    run_pairs};
static const command dates_command = {
    "dates",
    "[FILE...]",
    "find the expressions of time in texts and the days they mean: JSONL in, JSONL out",
    "  echo '{\"id\":1,\"text\":\"They met last Friday.\",\"date\":\"2025-05-14\"}' | chancery dates\n"
    "  chancery dates --threads 2 texts.jsonl > times.jsonl\n",
    dates_options,
    run_dates};
static const command knowledge_command = {"knowledge",
                                          "import FILE|DIR...",
                                          "turn dictionaries of TABARI and PETRARCH into tables for --tables",
                                          "  chancery knowledge import dictionaries/ --out tables\n"
                                          "  chancery code --tables tables story.txt\n",
                                          knowledge_options,
                                          run_knowledge};
static const command corpus_command = {"corpus",
                                       "check|stats|convert|agree PATH...",
                                       "the annotated corpus: check, count, turn into other forms, compare annotations",
                                       "  chancery corpus check corpus\n"
                                       "  chancery corpus stats corpus --matrix corpus/matrix.tsv\n"
                                       "  chancery corpus convert corpus --to pairs --split train > train.jsonl\n"
                                       "  chancery corpus agree corpus/second/first --second corpus/second/second\n"
                                       "  chancery corpus agree corpus --split dev\n",
                                       corpus_options,
                                       run_corpus};
static const command desk_command = {"desk",
                                     "",
                                     "serve a store to your browser: read the record, question it, correct it",
                                     "  chancery desk --db record.db\n"
                                     "  chancery desk --db record.db --port 9000 --read-only\n",
                                     desk_options,
                                     run_desk};
static const command snapshot_command = {"snapshot",
                                         "FILE",
                                         "write a store, or a part of it, to one file to give away",
                                         "  chancery snapshot share.db --db record.db\n"
                                         "  chancery snapshot pair.db --pair CHN,IRN --since 2021 --no-text\n",
                                         snapshot_options,
                                         run_snapshot};
static const command merge_command = {"merge",
                                      "STORE...",
                                      "take into one store all that others hold",
                                      "  chancery merge shard-1.db shard-2.db --db all.db\n",
                                      merge_options,
                                      run_merge};
static const command verify_command = {"verify",
                                       "",
                                       "check that every record still stands on its words and everything agrees",
                                       "  chancery verify --db record.db\n"
                                       "  chancery verify --db record.db --against news/ --no-derived\n",
                                       verify_options,
                                       run_verify};
static const command completion_command = {
    "completion",
    "bash|zsh|fish",
    "print the completion script of a shell",
    "  chancery completion bash > ~/.local/share/bash-completion/completions/chancery\n",
    completion_options,
    run_completion};

/* clang-format off */
const command *const commands[] = {
    &read_command,
    &code_command,
    &relation_command,
    &relations_command,
    &timeline_command,
    &search_command,
    &list_command,
    &show_command,
    &desk_command,
    &explain_command,
    &export_command,
    &import_command,
    &snapshot_command,
    &merge_command,
    &verify_command,
    &consolidate_command,
    &check_command,
    &parse_command,
    &eval_command,
    &resolve_command,
    &places_command,
    &pairs_command,
    &dates_command,
    &knowledge_command,
    &corpus_command,
    &completion_command,
    NULL};
/* clang-format on */

static int print_version(void)
{
    machine m;
    printf("chancery %s\nstore schema %d\n", ch_version(), ch_store_schema_version());
    if (machine_open(&m, NULL, NULL, NULL) != EXIT_DONE)
        return EXIT_FAILED;
    printf("knowledge %s\n", ch_engine_knowledge_hash(m.engine));
    printf("model %s\n", ch_engine_model_hash(m.engine));
    machine_close(&m);
    return EXIT_DONE;
}

static const command *find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int unknown(const char *name)
{
    const char *near = nearest_command(name);
    if (near)
        complain("no command '%s'; did you mean '%s'?", name, near);
    else
        complain("no command '%s'; 'chancery --help' lists them", name);
    return EXIT_USAGE;
}

static int help(const char *name)
{
    const command *c = name ? find(name) : NULL;
    if (name && !c)
        return unknown(name);
    if (c)
        print_help(c);
    else
        print_commands();
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_commands();
        return finish_output(EXIT_USAGE);
    }
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is reported, as a full disk is */
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return finish_output(print_version());
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return finish_output(help(argc > 2 ? argv[2] : NULL));
    const command *c = find(name);
    if (!c)
        return unknown(name);
    arguments args;
    int stop = parse_arguments(c, argc - 1, argv + 1, &args);
    if (stop)
        return finish_output(stop - 1);
    return finish_output(c->run(&args));
}
