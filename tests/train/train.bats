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
