# chancery eval syntax|names GOLD: scores.
load support

# gold: two documents of two genres, three sentences, seven words in six tokens.
gold() {
    cat >gold.conllu <<'END'
# newdoc id = news-1
# newpar
1	Ships	ship	NOUN	NNS	Number=Plur	2	nsubj	_	_
2	left	leave	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
1-2	cannot	_	_	_	_	_	_	_	_
1	can	can	AUX	MD	_	3	aux	_	_
2	not	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	_

# newdoc id = talk-2
# meta::genre = speech
1	Stop	stop	VERB	VB	_	0	root	_	_

END
}

@test "a file against itself: everything is right" {
    gold
    run_quiet eval syntax gold.conllu --system gold.conllu
    status_is 0
    empty err
    [ "$(grep -c '|    100.00 |    100.00 |    100.00 |' <<<"$output")" -eq 14 ] || fails "14 metrics of 100"
    output_has "3 sentences, 7 words"
}

# UPOS of "Ships" and head of "not" are other, and two sentences are one: Sentences 3 gold, 2 system, 1 right ("Stop");
# UPOS 6 of 7; heads: "not", and "go", which is no root any more: 5 of 7. Precision, recall and F1 of 1 of 2 and 3: 50, 33.33, 40.
@test "a system file with known faults" {
    gold
    cat >sys.conllu <<'END'
1	Ships	ship	VERB	NNS	Number=Plur	2	nsubj	_	_
2	left	leave	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_
4-5	cannot	_	_	_	_	_	_	_	_
4	can	can	AUX	MD	_	6	aux	_	_
5	not	not	PART	RB	_	4	advmod	_	_
6	go	go	VERB	VB	_	2	parataxis	_	_

1	Stop	stop	VERB	VB	_	0	root	_	_

END
    run_quiet eval syntax gold.conllu --system sys.conllu --by genre
    status_is 0
    output_has "Sentences  |     50.00 |     33.33 |     40.00 |"
    output_has "Words      |    100.00 |    100.00 |    100.00 |"
    output_has "UPOS       |     85.71 |     85.71 |     85.71 |     85.71"
    output_has "UAS        |     71.43 |     71.43 |     71.43 |     71.43"
    grep -qE '^news +2 +6 ' <<<"$output" || fails "news: 2 sentences, 6 words"
    grep -qE '^speech +1 +1 +100.00 +100.00' <<<"$output" || fails "speech: all right"
    run_quiet eval syntax gold.conllu --system sys.conllu --json --by document
    printf '%s' "$output" | python3 -c 'import json, sys
j = json.load(sys.stdin)
g = j["system"]["groups"]
assert [x["name"] for x in g] == ["all", "news-1", "talk-2"], g
assert g[0]["UAS"]["correct"] == 5 and g[0]["UAS"]["gold"] == 7 and abs(g[0]["UAS"]["f1"] - 500 / 7) < 0.001
assert g[0]["Sentences"] == {"gold": 3, "system": 2, "correct": 1, "precision": 50, "recall": 33.3333, "f1": 40}
assert g[1]["words"] == 6 and g[2]["UAS"]["correct"] == 1'
}

@test "the engine, from raw text and with gold tokens" {
    gold
    run_quiet eval syntax gold.conllu
    status_is 0
    empty err
    output_has "from raw text: 3 sentences, 7 words"
    output_has "with gold tokens: 3 sentences, 7 words"
    [ "$(grep -c '^Tokens     |    100.00 |    100.00 |    100.00 |' <<<"$output")" -eq 2 ] || fails "tokens"
    [ "$(grep -c '^Sentences  |    100.00 |' <<<"$output")" -eq 2 ] || fails "paragraphs and documents end sentences"
    run_quiet eval syntax gold.conllu --tokens gold --json
    output_has '"gold_tokens":'
    output_lacks '"raw":'
    chancery parse --input conllu gold.conllu >sys.conllu
    chancery eval syntax gold.conllu --tokens gold | tail -n +2 >a
    chancery eval syntax gold.conllu --system sys.conllu | tail -n +2 >b
    same a b
}

@test "faulty gold sentences are named and left out; other texts and empty files fail" {
    gold
    { cat gold.conllu; printf '1\tx\tx\tX\tX\t_\t1\tdep\t_\t_\n\n'; } >bad.conllu
    run_quiet eval syntax bad.conllu
    status_is 0
    err_has "bad.conllu:17: "
    [ "$(wc -l <err)" -eq 1 ] || fails "told twice"
    output_has "3 sentences, 7 words"
    sed 's/Ships/Boats/' gold.conllu >other.conllu
    run_quiet eval syntax gold.conllu --system other.conllu
    status_is 1
    err_has differ
    : >empty.conllu
    run_quiet eval syntax empty.conllu
    status_is 1
    run_quiet eval syntax gone.conllu
    status_is 1
    err_has gone.conllu
    run_quiet eval syntax gold.conllu --system gone.conllu
    status_is 1
}

@test "names: spans and types, by type; IOB2, IO, other columns" {
    printf 'Peru\tB-LOC\nand\tO\nChile\tB-LOC\nsigned\tO\n.\tO\n\nThe\tO\ncows\tO\nstood\tO\nstill\tO\n.\tO\n' >g.iob2
    run_quiet eval names g.iob2
    status_is 0
    empty err
    output_has "2 sentences, 10 words"
    output_has "all        |         2 |         2 |         2 |    100.00 |    100.00 |    100.00"
    output_has "LOC        |         2 |"
    output_lacks MISC
    printf 'Peru I-LOC\nand O\nChile I-LOC\nsigned O\n. O\n\nThe O\ncows O\nstood O\nstill O\n. O\n' >g.iob
    chancery eval names g.iob >a
    chancery eval names g.iob2 >b
    same a b
    printf '1\tPeru\tB-ORG\t-\t-\n2\tand\tO\t-\t-\n3\tChile\tB-LOC\t-\t-\n4\tsigned\tO\t-\t-\n5\t.\tO\t-\t-\n' >u.iob2
    run_quiet eval names u.iob2 --json
    printf '%s' "$output" | python3 -c 'import json, sys
g = {x["name"]: x for x in json.load(sys.stdin)["names"]["groups"]}
assert g["all"]["words"] == 5
assert g["all"]["Names"]["correct"] == 1 and g["LOC"]["Names"]["system"] == 2 and g["ORG"]["Names"]["gold"] == 1'
    printf 'Peru B-LOC\nodd\n\nChile B-LOC\nsigned O\n' >f.iob2
    run_quiet eval names f.iob2
    status_is 0
    err_has "f.iob2:2: "
    run_quiet eval names gone.iob2
    status_is 1
}

@test "names of a CoNLL-U file, as parse writes them" {
    printf 'Peru and Chile signed a treaty in Lima.\n' >s.txt
    chancery parse s.txt >s.conllu
    grep -q NER= s.conllu || fails "no names"
    run_quiet eval names s.conllu
    status_is 0
    grep -qE '^all .*\| +100.00 \| +100.00 \| +100.00$' <<<"$output" || fails "its own names"
}

@test "wrong usage" {
    gold
    for args in "" "syntax" "trees gold.conllu" "syntax gold.conllu gold.conllu" "syntax gold.conllu --tokens x" "syntax gold.conllu --by word" \
        "names gold.conllu --by genre" "syntax gold.conllu --system gold.conllu --tokens raw"; do
        # shellcheck disable=SC2086
        run_quiet eval $args
        status_is 2
    done
}
