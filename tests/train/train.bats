# The trainers on a toy treebank: what they make is learned, whole, and the same twice.

setup() {
    cd "$BATS_TEST_TMPDIR"
    toy="$ROOT/tests/train/toy.conllu"
    small=(--width 64 --side 32 --dilations 1,2 --arc 32 --rel 32 --known 60 --grams 256 --batch 60 --warm-up 20)
}

syntax() {
    "$TRAIN" syntax --named "$toy" --open-names "$ROOT/tests/train/toy.iob2" "${small[@]}" --rate 0.01 --dropout 0 \
        --word-dropout 0.02 --recase 0 --tokens 24000 "$@" 2>log
}

lemmas() {
    "$TRAIN" lemmas --out lemmas.part "$toy"
}

@test "a network learns its treebank by heart, whatever the number of threads" {
    syntax --out one.part --threads 1
    syntax --out two.part --threads 2
    cmp one.part two.part
    lemmas
    "$TRAIN" join toy.model one.part lemmas.part
    run "$CHANCERY" eval syntax "$toy" --tokens gold --model toy.model --json
    [ "$status" -eq 0 ]
    echo "$output"
    python3 - "$output" <<'PY'
import json, sys
scores = json.loads(sys.argv[1])
text = json.dumps(scores)
def find(o, name):
    if isinstance(o, dict):
        for k, v in o.items():
            if k == name:
                return v
            r = find(v, name)
            if r is not None:
                return r
    if isinstance(o, list):
        for v in o:
            r = find(v, name)
            if r is not None:
                return r
las = find(scores, "LAS")
value = las["f1"] if isinstance(las, dict) else las
assert value > 95, text
PY
}

@test "names are learned from a file of names" {
    syntax --out one.part
    lemmas
    "$TRAIN" join toy.model one.part lemmas.part
    run "$CHANCERY" eval names "$ROOT/tests/train/toy.iob2" --model toy.model
    [ "$status" -eq 0 ]
    [[ "$output" == *"100.00"* ]]
}

@test "another seed gives another network" {
    syntax --out one.part --tokens 600
    syntax --out two.part --tokens 600 --seed 2
    ! cmp -s one.part two.part
}

@test "pretraining gives a state that training goes on from" {
    "$TRAIN" pretrain --out state --treebank "$toy" --text "$ROOT/tests/train/toy.txt" --knowledge "$KNOWLEDGE" \
        "${small[@]:0:6}" --known 60 --grams 256 --batch 60 --negatives 8 --tokens 3000 --rate 0.005 2>log
    grep -q "known words" log
    syntax --out one.part --init state --tokens 600
    lemmas
    "$TRAIN" join toy.model one.part lemmas.part
    "$CHANCERY" parse --model toy.model "$ROOT/tests/train/toy.txt" | grep -q "root"
}

@test "a state of another shape is refused" {
    "$TRAIN" pretrain --out state --silver "$toy" "${small[@]:0:6}" --known 60 --grams 256 --batch 60 --negatives 8 \
        --tokens 300 2>log
    run syntax --out one.part --init state --side 64 --tokens 600
    [ "$status" -eq 1 ]
    grep -q "another shape" log
}

@test "training goes on from a model" {
    syntax --out one.part
    syntax --out two.part --from one.part --tokens 60 --rate 0.000001
    lemmas
    "$TRAIN" join toy.model two.part lemmas.part
    run "$CHANCERY" eval names "$ROOT/tests/train/toy.iob2" --model toy.model
    [ "$status" -eq 0 ]
    [[ "$output" == *"100.00"* ]]
    run syntax --out two.part --from one.part --arc 64
    [ "$status" -eq 1 ]
    grep -q "another shape" log
}

@test "names alone are learned onto a model, which says the same of everything else" {
    lemmas
    syntax --out one.part --names-weight 0
    "$TRAIN" join one.model one.part lemmas.part
    run "$CHANCERY" eval names "$ROOT/tests/train/toy.iob2" --model one.model
    [[ "$output" != *"100.00"* ]]
    syntax --out two.part --from one.part --only-names
    "$TRAIN" join two.model two.part lemmas.part
    run "$CHANCERY" eval names "$ROOT/tests/train/toy.iob2" --model two.model
    [[ "$output" == *"100.00"* ]]
    for model in one two; do
        "$CHANCERY" parse --model $model.model "$ROOT/tests/train/toy.txt" | cut -f 1-9 >$model.conllu
    done
    cmp one.conllu two.conllu
    run "$TRAIN" syntax --out x.part --named "$toy" --only-names
    [ "$status" -eq 1 ]
    [[ "$output" == *"--from"* ]]
}

@test "bad sentences are named and left out, the rest is learned from" {
    { sed -n '1,/^$/p' "$toy"; printf '1\tonly\tthree\n\n'; sed '1,/^$/d' "$toy"; } >bad.conllu
    toy=bad.conllu syntax --out one.part --tokens 600
    grep -q "^bad.conllu:[0-9]*: " log
    grep -q "10 sentences\|11 sentences" log
}

@test "wrong options are told" {
    run "$TRAIN" syntax --out x.part
    [ "$status" -eq 1 ]
    [[ "$output" == *"--treebank"* ]]
    run "$TRAIN" syntax --no-such 1
    [ "$status" -eq 1 ]
    [[ "$output" == *"no-such"* ]]
    run "$TRAIN" nothing
    [ "$status" -eq 2 ]
}

@test "parts join only once" {
    lemmas
    run "$TRAIN" join x.model lemmas.part lemmas.part
    [ "$status" -eq 1 ]
    [[ "$output" == *"syntax.lemmas"* ]]
}

# Sources ask, offer or shell: the words between the marks tell all.
@test "pairs: a learning curve from the corpus's pairs and the benchmark's rows" {
    for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
        for verb in asked:REQUEST aided:AID shelled:ASSAULT; do
            IFS=: read -r word type <<<"$verb"
            printf '{"id":"%s","text":"North %s %s South","source":[[0,6]],"target":[[%d,%d]],"event":"%s","plv":"%s"}\n' \
                "$word$n" "$n" "$word" $((9 + ${#n} + ${#word} - 1)) $((9 + ${#n} + ${#word} + 4)) "$type" "$type"
        done
    done >pairs.jsonl
    printf '\tmarked_sentence\tgold_root\n1\t<s>North</s> 99 shelled <t>South</t>\tASSAULT\n2\t<s>North</s> 99 asked <t>South</t>\tREQUEST\n' >plv.tsv
    run "$TRAIN" pairs pairs.jsonl --dev pairs.jsonl --plv plv.tsv --parts 2,1 --draws 2
    [ "$status" -eq 0 ]
    [ "$(grep -c 'accuracy 1.000  macro-F1 1.000  quad 1.000' <<<"$output")" -eq 4 ]
    cp /dev/stdin first <<<"$output"
    "$TRAIN" pairs pairs.jsonl --dev pairs.jsonl --plv plv.tsv --parts 2,1 --draws 2 | cmp - first
    run "$TRAIN" pairs plv.tsv
    [ "$status" -eq 1 ]
    [[ "$output" == *"plv.tsv:1"* ]]
}

# A few units of the corpus and a line of silver; the syntax is that of the toy treebank.
scorers() {
    syntax --out syntax.part --tokens 1200
    lemmas
    "$TRAIN" join toy.model syntax.part lemmas.part
    mkdir units
    awk '/^@/ { units++ } units <= 60' "$ROOT/corpus/sentences/01-1.txt" >units/some.txt
    cat >silver.jsonl <<'END'
{"text":"Peru's president met the queen of Denmark.","triggers":[{"at":[17,20],"shares":{"CONSULT":0.6,"CONSULT/visit":0.3},"label":"CONSULT","modality":"actual","actor":[[7,16]],"recipient":[[25,30]]}]}
END
}

events() {
    "$TRAIN" events --corpus units --silver silver.jsonl --silver-epochs 1 --bits 10 --width 32 --epochs 3 \
        --model toy.model --knowledge "$KNOWLEDGE" "$@"
}

@test "scorers of triggers and roles are learned, the same twice, and open in a model" {
    scorers
    run events --out one.part
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" == *"silver: 1 documents, 1 events"* ]]
    [[ "$output" == *"dev triggers: "* && "$output" == *"dev recipient: "* ]]
    events --out two.part
    cmp one.part two.part
    for section in lemmas triggers roles; do
        "$TRAIN" show one.part | grep -q "^events.$section "
    done
    "$TRAIN" join all.model toy.model one.part
    echo "Peru's president met the queen of Denmark." >text
    run "$CHANCERY" code --model all.model text
    [ "$status" -eq 0 ]
}

@test "triggers and roles are learned one by one" {
    scorers
    events --out triggers.part --only triggers
    events --out roles.part --only roles
    "$TRAIN" join all.model toy.model triggers.part roles.part
    "$CHANCERY" code --model all.model "$ROOT/tests/train/toy.txt"
}

@test "what the scorers cannot learn from is told" {
    scorers
    run "$TRAIN" events --out x.part
    [ "$status" -eq 1 ]
    [[ "$output" == *"--corpus"* ]]
    echo '{"text":' >>silver.jsonl
    run events --out x.part
    [ "$status" -eq 1 ]
    [[ "$output" == *"silver.jsonl:2: "* ]]
    [ ! -e x.part ]
    printf '{"id":"1","text":"Peru met Chad.","source":[[0,4]],"target":[[9,13]],"event":"CONSULT"}\n' >pairs.jsonl
    run "$TRAIN" relations --pairs pairs.jsonl --model toy.model --knowledge "$KNOWLEDGE"
    [ "$status" -eq 1 ]
    [[ "$output" == *"events.triggers"* ]]
}

@test "a scorer of pairs is learned from pairs, silver and the benchmark's rows, the same twice" {
    scorers
    events --out events.part
    "$TRAIN" join events.model toy.model events.part
    "$CHANCERY" corpus convert units --to pairs >pairs.jsonl
    [ -s pairs.jsonl ]
    printf '\tmarked_sentence\tgold_root\n1\t<s>North</s> shelled <t>South</t>\tASSAULT\n2\t<s>North</s> asked <t>South</t>\tREQUEST\n' >plv.tsv
    echo '{"text":"Peru aided Chad.","source":[[0,4]],"target":[[11,15]],"shares":{"AID":0.9,"SUPPORT":0.1}}' >silver.jsonl
    for part in one two; do
        "$TRAIN" relations --out $part.part --pairs pairs.jsonl --dev pairs.jsonl --plv plv.tsv --silver silver.jsonl \
            --silver-epochs 1 --bits 10 --width 32 --epochs 3 --model events.model --knowledge "$KNOWLEDGE" >$part.log
    done
    cmp one.part two.part
    cmp one.log two.log
    grep -q "^corpus, dev: " one.log
    "$TRAIN" join all.model events.model one.part
    "$CHANCERY" pairs --model all.model pairs.jsonl >answers.jsonl
    [ "$(wc -l <answers.jsonl)" -eq "$(wc -l <pairs.jsonl)" ]
}
