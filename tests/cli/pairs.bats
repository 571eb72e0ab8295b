# chancery pairs, and eval pairs: what one span of a text does to another.
load support

pairs_file() {
    cat >pairs.jsonl <<'END'
{"id":1,"text":"Peru thanked Chile.","source":[[0,4]],"target":[[13,18]],"event":"SUPPORT","quad":1}
{"id":"b","text":"Peru imposed sanctions on Chile.","source":[[0,4]],"target":[[26,31]],"event":"SANCTION"}
{"text":"Peru accused Chile, and Mali, of spying.","source":[[0,4]],"target":[[13,18],[24,28]],"event":"REJECT"}
END
}

@test "an answer a line, in order" {
    pairs_file
    run_quiet pairs --rules-only pairs.jsonl
    status_is 0
    output_is '{"id":1,"event":"SUPPORT","mode":null,"quad":1,"confidence":0.8}
{"id":"b","event":"SANCTION","mode":"discontinue","quad":4,"confidence":0.84}
{"line":3,"event":"ACCUSE","mode":"allege","quad":3,"confidence":0.86}'
    err_has "3 lines, 3 good, 0 bad"
    chancery pairs --rules-only <pairs.jsonl 2>/dev/null | cmp - <(printf '%s\n' "$output") || fails "standard input"
    run_quiet pairs --labels plv pairs.jsonl
    output_has '{"id":"b","event":"COERCE","mode":"discontinue","quad":4,'
    run_quiet pairs pairs.jsonl
    output_has '{"id":1,"event":"SUPPORT","mode":null,"quad":1,'
    output_has '{"line":3,"event":"ACCUSE","mode":"allege","quad":3,'
}

@test "bad lines are answered in place" {
    printf '%s\n' '{"id":1,"text":"Peru left."}' 'nonsense' '{"id":3,"source":[],"target":[]}' '{"id":4,"text":"Peru","source":[[0,9]],"target":[]}' \
        '{"id":5,"text":"Peru","source":[[0]],"target":[]}' '' '{"id":7,"text":"Peru left Chile.","source":[[0,4]],"target":[]}' >bad.jsonl
    run_quiet pairs bad.jsonl
    status_is 0
    [ "${#lines[@]}" -eq 7 ] || fails "seven answers"
    output_has '{"id":1,"error":{"code":"format","message":"\"source\" is not a list'
    output_has '{"line":2,"error":'
    output_has '{"id":3,"error":{"code":"format","message":"no \"text\""'
    output_has '{"id":4,"error":{"code":"format","message":"\"source\": no span [0, 9) in a text of 4 code points"'
    output_has '{"id":7,"event":'
    run_quiet pairs --max-errors 2 bad.jsonl
    status_is 3
    [ "${#lines[@]}" -eq 3 ] || fails "three answers"
    run_quiet pairs --max-errors 2 --threads 3 bad.jsonl
    status_is 3
    [ "${#lines[@]}" -eq 3 ] || fails "three answers by threads"
    run_quiet pairs gone.jsonl
    status_is 1
    err_has gone.jsonl
    for args in "--labels cameo" "--threads 0" "--plv=x"; do
        # shellcheck disable=SC2086
        run_quiet pairs $args
        status_is 2
    done
}

@test "threads change nothing, and a file may be long" {
    pairs_file
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do cat pairs.jsonl; done >many.jsonl
    chancery pairs many.jsonl 2>/dev/null >one
    chancery pairs --threads 4 many.jsonl 2>/dev/null >four
    [ "$(wc -l <one)" -eq 48 ] || fails "48 answers"
    same one four
}

@test "the benchmark's table" {
    printf '\tmarked_sentence\tgold_penta\tgold_root\r\n0\t<s>Togo</s> fed <t>Benin</t>.\t2\tAID\r\n1\tIn May <s>Togo</s> left.\t2\tYIELD\r\n2\r\n' >plv.tsv
    run_quiet pairs --plv plv.tsv
    status_is 0
    [ "${#lines[@]}" -eq 3 ] || fails "three answers"
    output_has '{"id":4,"error":{"code":"format","message":"no \"text\""'
    printf '%s\n' '{"id":2,"event":"AID","quad":2}' '{"id":3,"event":"AGREE","quad":1}' '{"id":9,"event":"AID","quad":2}' >answers
    run_quiet eval pairs --plv plv.tsv answers
    status_is 0
    err_has "plv.tsv:4: no label of a class"
    output_has "2 pairs, 0 without an answer, 1 answers ignored"
    output_has "accuracy=0.5000 macro_f1=0.5000 quad_macro_f1=0.6667 binary_macro_f1=1.0000"
}

# Three right of five, one of them unanswered. F1: AGREE 2/3, AID 1, ASSAULT 2/3, REJECT 0, so 7/12; quads: 1 2/3, 2 1, 3 0, 4 2/3.
@test "accuracy and F1 over the classes of the gold" {
    printf '%s\n' '{"id":1,"event":"AGREE"}' '{"id":2,"event":"AID"}' '{"id":3,"event":"ASSAULT"}' '{"id":4,"event":"ASSAULT"}' '{"event":"REJECT"}' >gold.jsonl
    printf '%s\n' '{"id":1,"event":"AGREE"}' '{"id":3,"event":"ASSAULT"}' '{"id":2,"event":"AID"}' '{"id":4,"error":{"code":"format"}}' '{"line":5,"event":"AGREE"}' >answers
    run_quiet eval pairs gold.jsonl answers
    status_is 0
    empty err
    output_has "5 pairs, 1 without an answer
accuracy=0.6000 macro_f1=0.5833 quad_macro_f1=0.5833 binary_macro_f1=0.6500"
    output_has "ASSAULT     |     2 |      1 |     1 |     1.000 |  0.500 | 0.667"
    run_quiet eval pairs gold.jsonl answers --json
    printf '%s' "$output" | python3 -c 'import json, sys
j = json.load(sys.stdin)
assert j["pairs"] == 5 and j["right"] == 3 and j["unanswered"] == 1
assert [c["class"] for c in j["classes"]] == ["AGREE", "AID", "ASSAULT", "REJECT"]
assert {"gold": "REJECT", "output": "AGREE", "n": 1} in j["confusion"] and {"gold": "ASSAULT", "output": None, "n": 1} in j["confusion"]'
    printf '%s\n' '{"id":1,"event":"AGREE"}' '{"id":1,"event":"AID"}' '{"id":2,"event":"DANCE"}' '{"id":3,"event":"DANCE","quad":2}' >odd.jsonl
    run_quiet eval pairs odd.jsonl answers
    status_is 0
    err_has "odd.jsonl:3: "
    output_has "2 pairs, "
    : >empty.jsonl
    run_quiet eval pairs empty.jsonl answers
    status_is 1
    err_has "no pair in it"
    run_quiet eval pairs gold.jsonl
    status_is 2
}

@test "the corpus's pairs are gold in both sets of labels" {
    printf '%s\n' "@ 2024-05-13 wire diplomacy" "[Norway|a=NOR.GOV] {imposed|1} sanctions on [Oman|b=OMN.GOV] on Monday." \
        '  1 SANCTION/discontinue a > b active cameo 163 context economic when "on Monday" 2024-05-13' >c.txt
    chancery corpus convert c.txt --to pairs >gold.jsonl
    [ -s gold.jsonl ] || fails "$(chancery corpus check c.txt 2>&1)"
    for labels in plover plv; do
        chancery pairs --labels $labels gold.jsonl >answers 2>/dev/null
        run_quiet eval pairs --labels $labels gold.jsonl answers
        output_has "accuracy=1.0000 macro_f1=1.0000 quad_macro_f1=1.0000 binary_macro_f1=1.0000"
    done
}
