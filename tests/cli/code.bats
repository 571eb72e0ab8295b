# chancery code FILE...: records as JSONL.
load support

# Every line is an object with the common fields, whose quote and text are slices of the text in file $1.
check_records() {
    python3 - "$@" <<'END'
import json, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
kinds = {"event": "event mode context actor recipient modality attribution place magnitude cameo quad score",
         "statement": "speaker addressee about form content_span verb",
         "agreement": "title form action parties subjects term count",
         "level": "parties level action",
         "figure": "measure value low high unit approximate from to period of"}
common = "kind id doc sentence span quote text date confidence".split()
actor = "text span name code sector entity".split()

def actors(v):
    if isinstance(v, dict):
        if {"name", "code", "entity"} <= set(v):
            assert list(v)[:6] == actor, list(v)
            assert v["span"] is None or text[v["span"][0]:v["span"][1]] == v["text"], v
        for x in v.values():
            actors(x)
    elif isinstance(v, list):
        for x in v:
            actors(x)
    else:
        assert v != "", "an empty string where null belongs"

n, ids = 0, set()
for line in open(sys.argv[2], encoding="utf-8", newline="\n"):
    r = json.loads(line)
    n += 1
    assert list(r) == common + kinds[r["kind"]].split() + ["rule"], list(r)
    a, b = r["span"]
    assert text[a:b] == r["quote"], (r["quote"], text[a:b])
    assert r["text"] in text
    assert list(r["date"]) == "start end precision basis text".split()
    assert 0 <= r["confidence"] <= 1
    assert r["id"] not in ids, "an id twice"
    ids.add(r["id"])
    actors(r)
    if r["kind"] == "statement" and r["content_span"]:
        c, d = r["content_span"]
        assert 0 <= c < d <= len(text)
assert n > 0, "no records"
END
}

@test "every plain example: valid JSONL whose quotes are the text at their spans" {
    for f in "$EXAMPLES"/*.txt; do
        run_quiet code "$f"
        status_is 0
        printf '%s\n' "$output" >out
        chancery read --quiet --db one.db "$f"
        chancery show --text --db one.db "$(basename "$f")" >text
        check_records text out || fails "$f"
        rm -f one.db*
    done
}

@test "every example gives records" {
    for f in "$EXAMPLES"/*; do
        case $f in *README.md) continue ;; esac
        run_quiet code --exit-status "$f"
        status_is 0
        empty err
    done
}

@test "doc is the base name of a file, the id of a JSONL record" {
    mkdir -p deep/er
    story deep/er/story.txt
    chancery code deep/er/story.txt >out
    [ "$(jq_field doc <out | sort -u)" = story.txt ] || fails "$(cat out)"
    printf '{"id":"a1","text":"Ghana recalled its ambassador from Togo."}\n' >x.jsonl
    chancery code x.jsonl >out
    [ "$(jq_field doc <out | sort -u)" = a1 ] || fails "$(cat out)"
}

jq_field() { python3 -c 'import json, sys
for l in sys.stdin: print(json.loads(l)[sys.argv[1]])' "$1"; }

@test "a file in bytes of another encoding codes the same as in UTF-8" {
    printf 'Les Etats? No: on 4 March 2024 Cote d\xe2\x80\x99Ivoire recalled its ambassador from S\xc3\xa3o Tom\xc3\xa9, \xe2\x80\x9ca friend\xe2\x80\x9d.\n' >a.txt
    iconv -f utf-8 -t windows-1252 a.txt >b.txt
    iconv -f utf-8 -t utf-16 a.txt >c.txt
    chancery code a.txt | sed 's/"id":"[^"]*"//; s/a\.txt//' >a
    chancery code --encoding windows-1252 b.txt | sed 's/"id":"[^"]*"//; s/b\.txt//' >b
    chancery code c.txt | sed 's/"id":"[^"]*"//; s/c\.txt//' >c
    [ -s a ] || fails "no records"
    same a b
    same a c
}

@test "standard input, by - and by nothing" {
    story
    chancery code story.txt | sed 's/"id":"[^"]*"//; s/story\.txt/X/' >a
    chancery code - <story.txt | sed 's/"id":"[^"]*"//; s/"doc":"stdin"/"doc":"X"/' >b
    chancery code <story.txt | sed 's/"id":"[^"]*"//; s/"doc":"stdin"/"doc":"X"/' >c
    [ -s a ] || fails "no records"
    same a b
    same a c
}

@test "compressed files and directories" {
    mkdir d
    story d/story.txt
    chancery code d/story.txt >a
    chancery code d >b
    same a b
    gzip -c d/story.txt >story.txt.gz
    chancery code story.txt.gz | sed 's/"id":"[^"]*"//; s/story\.txt\.gz/story.txt/' >c
    sed 's/"id":"[^"]*"//' a >a2
    same a2 c
}

@test "--published overrides what the text says; records reckon from it" {
    printf 'Ghana recalled its ambassador from Togo on Monday.\n' >s.txt
    run_quiet code --published 2024-03-06 s.txt
    status_is 0
    output_has '"start":"2024-03-04"'
    run_quiet code s.txt
    output_has '"start":null'
    output_has '"text":"on Monday"'
}

@test "--field maps the columns of CSV and JSONL" {
    printf 'key;blurb;day\n' | tr ';' ',' >x.csv
    printf 'k7,"Ghana recalled its ambassador from Togo on Monday.",2024-03-06\n' >>x.csv
    run_quiet code --field text=blurb,date=day,id=key x.csv
    status_is 0
    output_has '"doc":"k7"'
    output_has '"start":"2024-03-04"'
    printf '{"key":"k8","blurb":"Ghana recalled its ambassador from Togo on Monday.","day":"2024-03-06"}\n' >x.jsonl
    run_quiet code -F text=blurb,date=day,id=key x.jsonl
    status_is 0
    output_has '"doc":"k8"'
    output_has '"start":"2024-03-04"'
}

@test "--ascii escapes everything outside ASCII and says the same" {
    printf 'C\xc3\xb4te d\xe2\x80\x99Ivoire recalled its ambassador from Togo \xf0\x9f\x95\x8a.\n' >s.txt
    chancery code s.txt >a
    chancery code --ascii s.txt >b
    [ -s a ] || fails "no records"
    ! LC_ALL=C grep -q '[^ -~]' b || fails "bytes outside ASCII"
    python3 -c 'import json
assert [json.loads(l) for l in open("a", encoding="utf-8")] == [json.loads(l) for l in open("b", encoding="ascii")]'
}

@test "--exit-status: 4 without a record, 0 with one" {
    dull
    run_quiet code --exit-status dull.txt
    status_is 4
    output_is ""
    run_quiet code dull.txt
    status_is 0
    story
    run_quiet code --exit-status dull.txt story.txt
    status_is 0
}

@test "--max-errors: a number stops at once, a share at the end; exit 3" {
    story
    run_quiet code --max-errors 1 gone.txt story.txt gone.too story.txt
    status_is 3
    run_quiet code --max-errors 0 gone.txt story.txt
    status_is 3
    output_is ""
    run_quiet code --max-errors 2 gone.txt gone.too story.txt
    status_is 0
    output_has '"kind"'
    run_quiet code --max-errors 10% gone.txt story.txt
    status_is 3
    output_has '"kind"'
    run_quiet code --max-errors 50% gone.txt story.txt
    status_is 0
}

@test "every input bad: exit 1" {
    run_quiet code gone.txt
    status_is 1
    output_is ""
}

@test "--tables lays own tables over the shipped ones" {
    mkdir -p own/actors
    printf '# One state of this test.\n#@\tentities\n%s\n' "$(grep -h '^#:' "$ROOT"/knowledge/actors/countries.tsv)" >own/actors/own.tsv
    chancery check own
    story
    chancery code --tables own story.txt >a
    [ -s a ] || fails "no records"
    run_quiet code --tables nowhere story.txt
    status_is 1
    err_has nowhere
}

@test "an interrupt while waiting for input: exit 130, nothing half done" {
    mkfifo pipe
    exec 9<>pipe
    "$CHANCERY" code - <pipe >out 2>err &
    pid=$!
    printf 'Ghana recalled its ambass' >&9
    for _ in $(seq 50); do grep -q 'SigCgt:.*[1-9a-f]' /proc/$pid/status && break; sleep 0.1; done
    sleep 0.3
    kill -INT $pid
    status=0
    wait $pid || status=$?
    exec 9>&-
    status_is 130
    empty out
}

@test "--threads changes nothing but the time; bad files keep their place, the budget of errors too" {
    mkdir d
    for i in $(seq 60); do { story /dev/stdout; echo "Envoy $i left Lima."; } >d/$(printf %02d "$i").txt; done
    : >d/30.txt
    : >d/40.txt
    chancery code d >out 2>err
    for n in 2 3 8; do
        chancery code --threads $n d >out.$n 2>err.$n
        same out out.$n
        same err err.$n
    done
    run_quiet code --max-errors 0 d
    status_is 3
    cp out out.1
    run_quiet code --max-errors 0 --threads 4 d
    status_is 3
    same out out.1
    for n in 0 257 x; do
        run_quiet code --threads "$n" d
        status_is 2
    done
}
