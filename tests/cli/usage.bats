# Help, versions, mistakes in usage: exit codes 0, 1 and 2, and where the words go.
load support

@test "without a command: the list of commands, exit 2" {
    run_quiet
    status_is 2
    for c in read code relation relations timeline search show list explain consolidate check parse eval completion; do output_has "  $c"; done
    empty err
}

@test "--help and -h and help list the commands" {
    for h in --help -h help; do
        run_quiet $h
        status_is 0
        output_has "Usage: chancery COMMAND"
        empty err
    done
}

@test "every command has help with usage, examples and options" {
    for c in read code relation relations timeline search show list explain consolidate check parse eval completion; do
        run_quiet $c --help
        status_is 0
        output_has "Usage: chancery $c"
        output_has "Examples:"
        output_has "--help"
        first=$output
        run_quiet help $c
        output_is "$first"
        empty err
    done
}

@test "every option in the help stands in docs/commands.md and in the man page of its command" {
    for c in read code relation relations timeline search show list explain consolidate check; do
        for o in $(chancery $c --help | sed -n 's/^  ... \{0,1\}--\([a-z-]*\).*/\1/p' | sort -u); do
            [ "$o" = help ] && continue
            grep -q -- "--$o" "$ROOT/docs/commands.md" || fails "docs/commands.md lacks --$o of $c"
            grep -q -- "--$o" "$ROOT/man/chancery-$c.1.scd" || fails "man/chancery-$c.1.scd lacks --$o"
        done
    done
}

@test "--version names program, schema and knowledge" {
    run_quiet --version
    status_is 0
    [[ $output =~ ^chancery\ [0-9]+\.[0-9]+\.[0-9]+ ]] || fails "no version"
    [[ $output =~ "store schema "[0-9]+ ]] || fails "no schema"
    [[ $output =~ "knowledge "[0-9a-f]{32} ]] || fails "no knowledge hash"
    empty err
}

@test "a mistyped command names the nearest one" {
    run_quiet raed
    status_is 2
    empty_output=$output
    [ -z "$empty_output" ] || fails "words on the standard output"
    err_has "did you mean 'read'?"
    run_quiet frobnicate
    status_is 2
    err_has "no command 'frobnicate'"
}

@test "an unknown option, a missing value: exit 2 and the way to help" {
    for c in read code relation relations timeline search show list explain consolidate check parse eval completion; do
        run_quiet $c --no-such-option
        status_is 2
        err_has "unknown option '--no-such-option'"
        err_has "Try 'chancery $c --help'"
    done
    run_quiet list --db
    status_is 2
    err_has "option '--db' needs a value"
}

@test "values that make no sense: exit 2, named, before anything is done" {
    story
    while read -r words; do
        # shellcheck disable=SC2086
        run_quiet $words
        status_is 2
        [ -s err ] || fails "no word about: $words"
    done <<'END'
code --format pdf story.txt
code --published 2025-02-29 story.txt
code --published 2025-13-01 story.txt
code --published tomorrow story.txt
code --max-bytes none story.txt
code --max-bytes -5 story.txt
code --max-bytes 0 story.txt
code --max-errors many story.txt
code --max-errors 101% story.txt
code --field text story.txt
code --field flavour=body story.txt
code --encoding klingon story.txt
code --stream story.txt
code --stream --max-bytes none
code --stream --max-errors none
read --published 2025-02-29 story.txt
show
show --color purple x
list --color purple
list --pair CHN
list --pair CHN,IRN,RUS
list --limit 0
list --limit x
list events documents
explain
explain --color purple Hello
explain --date 2025-02-30 Hello
check a b
parse --input tree x
parse --threads 0 x
parse x.conllu
eval
eval words x
eval syntax
completion
completion tcsh
completion bash zsh
END
    [ ! -e chancery.db ] || fails "a store was made"
}

@test "no knowledge file: exit 1, named" {
    story
    run_quiet code --knowledge nowhere.knowledge story.txt
    status_is 1
    err_has nowhere.knowledge
    CHANCERY_KNOWLEDGE=nowhere.too run_quiet code story.txt
    status_is 1
    err_has nowhere.too
    printf 'not knowledge' >false.knowledge
    run_quiet code --knowledge false.knowledge story.txt
    status_is 1
    err_has false.knowledge
}

@test "output that cannot be written: exit 1, said once" {
    [ -w /dev/full ] || skip "no /dev/full"
    story
    run bash -c '"$CHANCERY" code story.txt 2>err >/dev/full'
    status_is 1
    err_has "cannot write the output"
    [ "$(wc -l <err)" -eq 1 ] || fails "said more than once"
    run bash -c '"$CHANCERY" --help 2>err >/dev/full'
    status_is 1
}

@test "completion scripts load" {
    run_quiet completion bash
    status_is 0
    printf '%s\n' "$output" >bash.sh
    bash -n bash.sh
    run bash -c 'source ./bash.sh && COMP_WORDS=(chancery li) COMP_CWORD=1 && _chancery && echo "${COMPREPLY[@]}"'
    output_is list
    run bash -c 'source ./bash.sh && COMP_WORDS=(chancery list --pa) COMP_CWORD=2 && _chancery && echo "${COMPREPLY[@]}"'
    output_is --pair
    for shell in zsh fish; do
        run_quiet completion $shell
        status_is 0
        output_has explain
        printf '%s\n' "$output" >script
        if command -v $shell >/dev/null; then $shell -n script; fi
    done
}

@test "check: the shipped tables have no fault, a faulty table is named with its line" {
    run_quiet check "$ROOT/knowledge"
    status_is 0
    output_has ": 0 faults"
    mkdir -p own
    printf '# A table.\n#:\tform*\tsrc\nzebra\thand\napple\thand\n' >own/odd.tsv
    run_quiet check own
    status_is 1
    output_has "odd.tsv:4:"
    output_has "1 fault"
    run_quiet check --quiet own
    status_is 1
    output_is ""
    run_quiet check nowhere
    status_is 1
    err_has nowhere
}

@test "the programs of docs/library.md and libchancery(3) compile" {
    command -v cc >/dev/null || skip "no C compiler"
    awk '/^```c$/ {on = 1; next} /^```/ {on = 0} on' "$ROOT/docs/library.md" >library.c
    awk '/^# EXAMPLE/ {here = 1} /^```/ {on = !on; next} here && on' "$ROOT/man/libchancery.3.scd" | sed 's/\\\\/\\/g' >page.c
    for f in library.c page.c; do
        grep -q 'int main' $f || fails "no program"
        cc -std=c17 -Wall -Wextra -Werror -fsyntax-only -I"$ROOT/include" $f
    done
}

@test "the man pages are well-formed" {
    command -v scdoc >/dev/null || skip "no scdoc"
    for f in "$ROOT"/man/*.scd; do scdoc <"$f" >page || fails "$f"; done
}

@test "the shared library gives out what chancery.h declares, and nothing else" {
    so=$(dirname "$CHANCERY")/libchancery.so
    [ -e "$so" ] || skip "no shared library"
    command -v nm >/dev/null || skip "no nm"
    nm -D --defined-only "$so" | awk '$2 == "T" || $2 == "D" || $2 == "R" || $2 == "B" {sub(/@.*/, "", $3); print $3}' | grep -v '^__\?[af]san\|^_' | LC_ALL=C sort >got
    tr '\n' ' ' <"$ROOT/include/chancery.h" | sed 's#/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/##g' | grep -o '\bch_[a-z0-9_]*(' | tr -d '(' | LC_ALL=C sort -u >want
    same want got
}
