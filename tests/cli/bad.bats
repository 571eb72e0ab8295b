# Bad input: named, with line and byte where known, costing only itself.
load support

# bad [OPTION...] INPUT: the input, with a good file before and one behind it. Expects both coded, and the words of `err` to name it.
bad() {
    : >err
    printf 'Ghana recalled its ambassador from Togo on Monday.\n' >before.txt
    printf 'Peru and Chile signed a treaty on Monday.\n' >behind.txt
    name=${!#}
    run_quiet code before.txt "$@" behind.txt
    status_is 0
    output_has '"doc":"before.txt"'
    output_has '"doc":"behind.txt"'
    err_has "chancery: $name"
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" err || fails "control characters in the message"
    output_lacks "\"doc\":\"$name\""
}

# bad_lines FILE FORMAT LINE...: a container whose bad records stand in these lines; at least two good ones (ids g1, g2) are coded.
bad_lines() {
    run_quiet code --format "$2" "$1"
    status_is 0
    for id in g1 g2; do output_has "\"doc\":\"$id\""; done
    for line in "${@:3}"; do err_has "chancery: $1:$line: "; done
    [ "$(grep -c "^chancery: " err)" -eq $(($# - 2)) ] || fails "expected $(($# - 2)) messages"
}

@test "a file that is not there, an empty one, white space only, a directory without files" {
    bad gone.txt
    err_has "No such file"
    : >empty.txt
    bad empty.txt
    err_has "empty"
    printf ' \n\t\r\n' >blank.txt
    bad blank.txt
    mkdir hollow
    bad hollow
}

@test "a directory and a file without permission" {
    as=
    if [ "$(id -u)" -eq 0 ]; then # root may read everything
        as="setpriv --reuid 65534 --regid 65534 --clear-groups"
        $as "$CHANCERY" --version >/dev/null 2>&1 || skip "the program cannot be run as somebody else than root"
    fi
    cd "$(mktemp -d)"
    chmod 755 .
    mkdir closed
    story closed/story.txt
    story closed.txt
    story
    chmod 0 closed closed.txt
    run bash -c "cd / && $as '$CHANCERY' code '$PWD/closed' '$PWD/closed.txt' '$PWD/story.txt' 2>&1 >/dev/null"
    rm -rf "$PWD"
    cd "$BATS_TEST_TMPDIR"
    status_is 0
    output_has "closed: Permission denied"
    output_has "closed.txt: Permission denied"
    [ "${#lines[@]}" -eq 2 ] || fails "expected two messages"
}

@test "binary files" {
    head -c 3000 "$CHANCERY" >program
    bad program
    err_has "(byte 0)"
    { printf '%%PDF-1.4\n'; head -c 3000 "$CHANCERY"; } >report.pdf
    bad report.pdf
    err_has "PDF"
    printf 'Ghana recalled\0its ambassador.\n' >nul.txt
    bad nul.txt
    err_has "NUL"
    err_has "(byte 14)"
    printf 'PK\003\004' >office.docx
    head -c 1000 "$CHANCERY" >>office.docx
    bad office.docx
}

@test "truncated and damaged compressed files" {
    for i in $(seq 500); do echo "Ghana recalled its ambassador from Togo on day $i, and sent another one on day $((i * 7))."; done >whole
    gzip -c whole >whole.gz
    head -c 700 whole.gz >cut.txt.gz
    bad cut.txt.gz
    err_has "truncated gzip data (byte 700)"
    { head -c 700 whole.gz; printf 'xxxxxxxxxxxxxxxx'; tail -c +717 whole.gz; } >broken.txt.gz
    bad broken.txt.gz
    err_has "(byte "
    head -c 5 whole.gz >head.txt.gz
    bad head.txt.gz
    if command -v zstd >/dev/null; then
        zstd -q -c whole | head -c 300 >cut.txt.zst
        bad cut.txt.zst
        err_has "truncated zstd data"
    fi
}

@test "a container that breaks off gives what stands before the break" {
    for i in $(seq 400); do printf '{"id":"g%d","text":"Ghana recalled its ambassador from Togo on day %d of %d."}\n' "$i" "$i" $((i * i * 7919 % 1000)); done | gzip -c >whole.gz
    head -c $(($(wc -c <whole.gz) / 2)) whole.gz >cut.jsonl.gz
    run_quiet code cut.jsonl.gz
    status_is 0
    output_has '"doc":"g1"'
    err_has "cut.jsonl.gz"
    err_has "truncated"
}

@test "compressed files that swell are stopped" {
    head -c 200000000 /dev/zero | gzip -c >bomb.txt.gz
    bad bomb.txt.gz
    err_has "(byte "
    gzip -c bomb.txt.gz >bomb.gz.gz
    bad bomb.gz.gz
}

@test "a document above --max-bytes" {
    for i in $(seq 100); do echo "Ghana recalled its ambassador from Togo on day $i."; done >big.txt
    printf 'Ghana recalled its ambassador from Togo.\n' >small.txt
    run_quiet code --max-bytes 1K small.txt big.txt
    status_is 0
    output_has '"doc":"small.txt"'
    output_lacks '"doc":"big.txt"'
    err_has "big.txt"
    err_has 1024
    run_quiet code --max-bytes 1M big.txt
    output_has '"doc":"big.txt"'
}

@test "one line without end, one sentence without end" {
    { printf 'Ghana recalled its ambassador from Togo'; head -c 3000000 /dev/zero | tr '\0' ' '; printf 'on Monday. '; } >blanks.txt
    { printf 'Ghana recalled its ambassador from Togo '; yes 'and from Peru ' | head -20000 | tr -d '\n'; } >sentence.txt
    { yes 'Ghana recalled its ambassador from Togo.' | head -8000 | tr '\n' ' '; } >line.txt
    head -c 3000000 /dev/zero | tr '\0' x >word.txt
    for f in blanks sentence line word; do
        run timeout 60 "$BATS_TEST_DIRNAME/apart" err "$CHANCERY" code $f.txt
        [ "$status" -eq 0 ] || [ "$status" -eq 1 ] || fails "$f: $status"
        [ "$status" -eq 0 ] || err_has $f.txt
    done
}

@test "HTML nested 100,000 deep" {
    awk 'BEGIN {printf "<!doctype html><html><body>"; for (i = 0; i < 100000; i++) printf "<div>"; print "Ghana recalled its ambassador."}' >deep.html
    SECONDS=0
    bad deep.html
    err_has "deep"
    [ $SECONDS -lt 20 ] || fails "$SECONDS s"
    awk 'BEGIN {for (i = 0; i < 100000; i++) printf "<b>"; print "Ghana recalled its ambassador."}' >bold.html
    run timeout 60 "$BATS_TEST_DIRNAME/apart" err "$CHANCERY" code --format html bold.html
    [ "$status" -le 1 ] || fails "status"
}

@test "invalid UTF-8 is read as what it most likely is; the store says so" {
    printf 'Ghana recalled its ambassador from Togo on Monday, \223a friend\224 said.\n' >latin.txt
    run_quiet code latin.txt
    status_is 0
    output_has '"doc":"latin.txt"'
    chancery read -q latin.txt --db s.db
    [ "$(sqlite3 s.db 'SELECT encoding_step FROM documents')" != utf-8 ] || fails "$(sqlite3 s.db .dump | grep -a latin)"
    chancery show --text latin.txt --db s.db | python3 -c 'import sys; sys.stdin.buffer.read().decode("utf-8")'
    printf 'Ghana \377\376\200\300\301\365 recalled its ambassador from Togo on Monday.\n' >odd.txt
    chancery code odd.txt 2>err | python3 -c 'import sys; sys.stdin.buffer.read().decode("utf-8")'
}

@test "JSONL: each bad line named, the good ones coded" {
    cat >wrong.jsonl <<'END'
{"id":"g1","text":"Ghana recalled its ambassador from Togo."}
{"id":"b","text":
{"id":"c","headline":"no text here"}
["d"]
{"id":"e","text":7}
{"id":"f","text":"Ghana recalled its ambassador.","published":"2024-02-30"}
{"id":"g","text":""}

{"id":"g2","text":"Peru and Chile signed a treaty."}
END
    bad_lines wrong.jsonl jsonl 2 3 4 5 6 7
    grep -q 'wrong.jsonl:2: .*(byte [0-9]*)' err || fails "no byte"
    {
        printf '{"id":"g1","text":"Ghana recalled its ambassador from Togo."}\n'
        head -c 100000 /dev/zero | tr '\0' '['
        printf '\n{"id":"g2","text":"Peru and Chile signed a treaty."}\n'
    } >deep.jsonl
    bad_lines deep.jsonl jsonl 2
}

@test "CSV: each bad row named, the good ones coded" {
    printf 'id,text,date\ng1,Ghana recalled its ambassador from Togo.,2024-01-02\nb,,2024-01-02\nc,Ghana recalled its ambassador.,2024-02-30\ng2,Peru and Chile signed a treaty.,2024-01-02\n' >rows.csv
    bad_lines rows.csv csv 3 4
    printf 'id,colour\n1,blue\n' >colour.csv
    run_quiet code --format csv colour.csv
    status_is 1
    err_has "colour.csv:1:"
    err_has colour
}

@test "CSV: a quote that is never closed is named" {
    printf 'id,text\ng1,Ghana recalled its ambassador from Togo.\nb,"Peru and Chile signed a treaty.\n' >quote.csv
    run_quiet code --format csv quote.csv
    output_has '"doc":"g1"'
    err_has quote.csv
}

@test "feeds and WARC files that break off" {
    printf '<?xml version="1.0"?><rss version="2.0"><channel><item><guid>g1</guid><description>Ghana recalled its ambassador from Togo.</description></item><item><guid>b</guid><descr' >cut.rss
    run_quiet code cut.rss
    output_has '"doc":"g1"'
    err_has "cut.rss:1:"
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: 100000\r\n\r\nHTTP/1.1 200 OK\r\n' >cut.warc
    bad cut.warc
    err_has "truncated"
    printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]><rss version="2.0"><channel><item><description>&g;&g;&g;</description></item></channel></rss>' >laughs.rss
    run timeout 60 "$BATS_TEST_DIRNAME/apart" err "$CHANCERY" code laughs.rss
    [ "$status" -eq 1 ] || fails "status"
    err_has laughs.rss
}

@test "the same complaints from read; they stand in the store, with the good files" {
    story
    printf 'Ghana recalled\0its ambassador.\n' >nul.txt
    printf '{"id":"g1","text":"Ghana recalled its ambassador from Togo."}\n["d"]\n' >wrong.jsonl
    run_quiet read gone.txt nul.txt wrong.jsonl story.txt --db s.db
    status_is 0
    err_has "2 documents (2 new"
    err_has "3 errors"
    sqlite3 s.db "SELECT file || ' ' || coalesce(line, '-') || ' ' || coalesce(byte_offset, '-') || ' ' || code FROM errors ORDER BY id" >got
    printf '%s\n' "gone.txt - - io" "nul.txt - 14 binary" >want
    head -2 got >two
    same want two
    tail -1 got | grep -q '^wrong.jsonl 2 [0-9]* format$' || fails "$(cat got)"
    run_quiet read gone.txt --db s.db
    status_is 1
}

@test "a store that is another file" {
    story
    printf 'Dear diary, today it rained and rained, and nothing else happened at all.\n' >diary.db
    cp diary.db copy
    for c in "read -q story.txt" "list documents" "show story.txt"; do
        # shellcheck disable=SC2086
        run_quiet $c --db diary.db
        status_is 1
        err_has diary.db
        same diary.db copy
    done
    mkdir dir
    run_quiet read -q story.txt --db dir
    status_is 1
    err_has dir
    run_quiet read -q story.txt --db no/such/place.db
    status_is 1
    err_has no/such/place.db
}

@test "a store locked by another process: said after the wait, nothing lost; readers are not kept out" {
    story
    printf 'Peru and Chile signed a treaty on Monday.\n' >other.txt
    chancery read -q story.txt --db s.db
    python3 -c 'import sqlite3, time
db = sqlite3.connect("s.db", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
open("held", "w").close()
time.sleep(12)' 3>&- &
    holder=$!
    for _ in $(seq 100); do [ -e held ] && break; sleep 0.1; done
    run_quiet read -q other.txt --db s.db
    status_is 1
    err_has "s.db"
    err_has "locked"
    run_quiet list documents --db s.db
    status_is 0
    output_has story.txt
    kill $holder
    wait $holder || true
    run_quiet read -q other.txt --db s.db
    status_is 0
    [ "$(sqlite3 s.db 'SELECT count(*) FROM documents')" -eq 2 ]
}

@test "no room on the disk: said; what was committed stays sound" {
    mkdir -p small
    unshare -rm mount -t tmpfs none small 2>/dev/null || skip "no right to make a small file system"
    for i in $(seq 4000); do printf 'Ghana recalled its ambassador from Togo on day %d.\n' "$i"; done >big.txt
    story
    run unshare -rm sh -c 'mount -t tmpfs -o size=1500k none small
        "$CHANCERY" read -q story.txt --db small/s.db || exit 9
        "$CHANCERY" read -q big.txt --db small/s.db 2>err
        echo "status $?"
        sqlite3 small/s.db "PRAGMA integrity_check; SELECT name FROM documents"'
    output_has "status 1"
    output_has ok
    output_has story.txt
    err_has small/s.db
    err_has full
}

@test "names with odd bytes and blanks" {
    odd="$(printf 'a b\t\xff\x1b[31m.txt')"
    story "$odd"
    run_quiet code "$odd"
    status_is 0
    printf '%s' "$output" | python3 -c 'import json, sys
for l in sys.stdin.buffer.read().decode("utf-8").splitlines(): json.loads(l)'
    run_quiet code --  "-dash.txt"
    err_has "-dash.txt"
}

@test "a document that cannot be coded is named by its file and line" {
    mkdir in
    awk 'BEGIN {printf "{\"id\":\"b\",\"text\":\"<html><body>"; for (i = 0; i < 3000; i++) printf "<div>"; print "<p>Ghana</p>\"}"}' >deep
    { printf '{"id":"a","text":"Ghana recalled its ambassador from Togo."}\n'; cat deep; } >in/w.jsonl
    run_quiet code in
    status_is 0
    output_has '"doc":"a"'
    grep -q '^chancery: in/w.jsonl:2: HTML nested .*of the text$' err || fails "no place"
    run_quiet code - <in/w.jsonl
    grep -q '^chancery: -:2: HTML nested' err || fails "no place"
}

@test "JSONL: a broken first line costs itself, whatever the file is called" {
    printf '[oops\n{"id":"g1","text":"Ghana recalled its ambassador from Togo."}\n' >wrong
    run_quiet code wrong
    status_is 0
    output_has '"doc":"g1"'
    err_has "wrong:1: JSON"
}

@test "tables and JSON in UTF-16 are refused, not read as prose" {
    printf 'id\ttext\n1\tGhana recalled its ambassador from Togo.\n' | iconv -t UTF-16 >table.tsv
    run_quiet code table.tsv
    status_is 1
    err_has "table.tsv: a table or JSON in UTF-16"
}

@test "a limit on the size of files: said, as a full disk is" {
    story
    run bash -c 'ulimit -f 64; "$CHANCERY" read -q story.txt --db s.db 2>err'
    status_is 1
    err_has "s.db: "
    rm -f s.db*
    run_quiet read -q story.txt --db s.db
    status_is 0
}
