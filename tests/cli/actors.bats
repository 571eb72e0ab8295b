# The gold cases of tests/actors/gold: how many answers of `chancery eval actors` must be right, in percent, at least. The dev halves are tuned on; the test halves are
# not, and nobody reads their errors. The figures of the day stand in docs/measurements.md.

load support

# at_least FILE KIND CODE SECTOR NAME ALL: the shares of that row of the table, 0 where a case says none.
at_least() {
    chancery eval actors "$ROOT/tests/actors/gold/$1" >table
    awk -F'|' -v kind="$2" -v want="$3 $4 $5 $6" '
        { name = $1; sub(/ +$/, "", name) }
        name == kind { found = 1; split(want, w, " "); for (i = 1; i <= 4; i++) if ($(i + 2) + 0 < w[i]) exit 1 }
        END { exit !found }' table || fails "$1, $2: less than code $3, sector $4, name $5, all $6" "$(cat table)"
}

@test "phrases, the half tuned on" {
    at_least phrases-dev.jsonl all 95 95 94 93
    at_least phrases-dev.jsonl office 97 97 96 96
    at_least phrases-dev-2.jsonl all 95 94 84 90
}

@test "phrases, the half not tuned on" {
    at_least phrases-test.jsonl all 94 92 92 90
    at_least phrases-test.jsonl office 96 96 94 93
}

@test "coreference, the half tuned on" {
    at_least coref-dev.jsonl all 87 87 87 83
    at_least coref-dev-2.jsonl all 82 85 78 74
}

@test "coreference, the half not tuned on" {
    at_least coref-test.jsonl all 82 78 77 74
}

@test "by rule: how often each rule was right" {
    printf '{"id":"a","text":"the French foreign minister","date":"2015-03-01","code":"FRA"}\n{"id":"b","text":"Kenya","code":"TZA"}\n' >gold.jsonl
    run_quiet eval actors gold.jsonl --by rule
    status_is 0
    output_has 'office holder on the date |     1 |  100.00 |'
    output_has 'name                      |     1 |    0.00 |'
    run_quiet eval actors gold.jsonl --by kind
    status_is 2
    err_has -- '--by kind'
}
