# What the tests of the command line share. ctest sets CHANCERY, EXAMPLES, SHARED and ROOT; by hand: CHANCERY=build/chancery bats tests/cli
: "${CHANCERY:?set CHANCERY to the program}"
: "${ROOT:=$BATS_TEST_DIRNAME/../..}"
: "${EXAMPLES:=$ROOT/examples}"
: "${SHARED:=$ROOT/../shared}"

# Every test runs in an empty directory of its own, with nothing set that could change what it sees.
setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    unset CHANCERY_DB NO_COLOR TERM
}

chancery() { "$CHANCERY" "$@"; }

# `run`, with the standard error kept apart in the file err.
run_quiet() { run "$BATS_TEST_DIRNAME/apart" err "$CHANCERY" "$@"; }

# fails EXPLANATION...: what was wrong and what was seen.
fails() {
    printf '%s\n' "$@" "status: ${status-}" "output:" "${output-}" "err:" "$(cat err 2>/dev/null)" >&2
    return 1
}

status_is() { [ "$status" -eq "$1" ] || fails "expected status $1"; }
output_has() { case $output in *"$1"*) ;; *) fails "the output lacks: $1" ;; esac; }
output_lacks() { case $output in *"$1"*) fails "the output has: $1" ;; *) ;; esac; }
output_is() { [ "$output" = "$1" ] || fails "expected: $1"; }
err_has() { grep -qF -- "$1" err || fails "the standard error lacks: $1"; }
empty() { [ ! -s "$1" ] || fails "$1 is not empty: $(head -c 400 "$1")"; }
same() { cmp "$1" "$2" || fails "$1 and $2 differ" "$(diff "$1" "$2" | head -20)"; }

# A story in which every run finds records, and one in which none can.
story() { printf 'ACCRA, March 4, 2024 - Ghana recalled its ambassador from Togo on Monday.\n\nGhana and Togo signed an agreement on fisheries in 2021.\n' >"${1:-story.txt}"; }
dull() { printf 'The grass behind the old mill was wet and the cows stood still.\n' >"${1:-dull.txt}"; }
