# chancery code --stream: one line out for each line in, in order, whatever the line is.
load support

TEXT='Ghana recalled its ambassador from Togo on Monday.'

# Reads the answers in file $1 and prints a word for each: "ID n" (n records), "ID! code" or "LINE! code" for an error.
words() {
    python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    assert line.endswith("\n")
    a = json.loads(line)
    name = str(a["id"]) if "id" in a else "line %d" % a["line"]
    if "error" in a:
        assert list(a["error"]) == ["code", "message", "offset"]
        assert a["error"]["message"]
        print(name + "! " + a["error"]["code"])
    else:
        assert len(a) == 2 and isinstance(a["records"], list)
        print(name, min(len(a["records"]), 1))
END
}

answers() { "$CHANCERY" code --stream "$@" <in >out 2>err; }

@test "good and bad lines, each answered in its place" {
    cat >in <<END
{"id":"a","text":"$TEXT","published":"2024-03-06"}
{"id":"b","text":
not JSON
[1,2]
"text"
{"id":"c"}
{"id":"d","text":7}
{"id":"e","text":"$TEXT","published":"2024-02-30"}
{"id":"f","text":"$TEXT","published":7}
{"id":"g","text":""}

{"text":"$TEXT"}
{"id":17,"text":"$TEXT"}
{"id":null,"text":"$TEXT"}
{"id":"h","text":"The grass was wet."}
{"id":"i","text":"$TEXT","extra":{"deep":[1,2,{"er":null}]}}
{"id":"a","text":"$TEXT"}
END
    answers
    words out >got
    cat >want <<'END'
a 1
line 2! format
line 3! format
line 4! format
line 5! format
c! format
d! format
e! format
f! format
g! empty
line 11! format
line 12 1
17 1
line 14 1
h 0
i 1
a 1
END
    same want got
    grep -qF '17 lines, 7 good, 10 bad' err || fails "no count"
}

@test "records are those of files: dates reckoned from published, doc is the id, or line-N" {
    printf '{"id":"a","text":"%s","published":"2024-03-06"}\n{"text":"%s"}\n' "$TEXT" "$TEXT" >in
    answers
    python3 - <<'END'
import json
a, b = [json.loads(l) for l in open("out", encoding="utf-8")]
assert {r["doc"] for r in a["records"]} == {"a"}
assert {r["doc"] for r in b["records"]} == {"line-2"}
assert a["records"][0]["date"]["start"] == "2024-03-04"
assert b["records"][0]["date"]["start"] is None
END
}

@test "CRLF ends a line; the last line may go without an end; no lines, no answers" {
    printf '{"id":"a","text":"%s"}\r\n\r\n{"id":"b","text":"%s"}' "$TEXT" "$TEXT" >in
    answers
    words out >got
    printf 'a 1\nline 2! format\nb 1\n' >want
    same want got
    : >in
    answers
    empty out
    printf '\n' >in
    answers
    [ "$(wc -l <out)" -eq 1 ] || fails "one blank line, $(wc -l <out) answers"
}

@test "a line longer than --max-bytes is answered in place and costs nothing else" {
    {
        printf '{"id":"a","text":"%s"}\n' "$TEXT"
        printf '{"id":"b","text":"%s"}\n' "$(head -c 300000 /dev/zero | tr '\0' x)"
        printf '{"id":"c","text":"%s"}\n' "$TEXT"
    } >in
    answers --max-bytes 1000
    words out >got
    printf 'a 1\nline 2! limit\nc 1\n' >want
    same want got
    answers --max-bytes 1M
    words out | cut -d' ' -f1 | tr '\n' ' ' >got
    [ "$(cat got)" = "a b c " ] || fails "$(cat got)"
}

@test "a line of just --max-bytes is coded, one byte more is not" {
    line='{"id":"a","text":"Ghana recalled its ambassador from Togo."}'
    printf '%s\n' "$line" >in
    answers --max-bytes ${#line}
    words out >got
    [ "$(cat got)" = "a 1" ] || fails "$(cat out)"
    answers --max-bytes $((${#line} - 1))
    words out >got
    [ "$(cat got)" = "line 1! limit" ] || fails "$(cat out)"
}

@test "memory does not grow with a long line" {
    {
        printf '{"id":"a","text":"'
        head -c 300000000 /dev/zero | tr '\0' x
        printf '"}\n{"id":"b","text":"%s"}\n' "$TEXT"
    } >in
    run bash -c 'ulimit -v 400000; "$CHANCERY" code --stream --max-bytes 1M <in >out 2>err'
    case $(cat err) in *"Sanitizer"*) skip "a sanitizer's build needs more address space" ;; esac
    status_is 0
    words out >got
    printf 'line 1! limit\nb 1\n' >want
    same want got
}

@test "invalid UTF-8, NUL, lone surrogates: answered, never passed on" {
    printf '{"id":"a","text":"Gh\xffana"}\n{"id":"b","text":"x\\u0000y"}\n{"id":"c","text":"x\\ud800y"}\n{"id":"d","text":"x\0y"}\n{"id":"e","text":"%s"}\n' "$TEXT" >in
    answers
    [ "$(wc -l <out)" -eq 5 ] || fails "$(cat out)"
    python3 -c 'open("out", encoding="utf-8", errors="strict").read()'
    words out | grep '!' | cut -d' ' -f1 | wc -l >got
    [ "$(cat got)" -ge 3 ] || fails "$(cat out)"
    words out | tail -1 | grep -qx 'e 1' || fails "$(cat out)"
}

@test "line ends of Unicode are escaped, so that lines stay lines" {
    printf '{"id":"a\xe2\x80\xa8b","text":"Ghana\xe2\x80\xa8recalled its ambassador from Togo.\xc2\x85 Togo protested.\xe2\x80\xa9"}\n' >in
    answers
    [ "$(python3 -c 'print(len(open("out", encoding="utf-8", newline="").read().splitlines()))')" -eq 1 ] || fails "$(cat out)"
    python3 -c 'import json; assert json.loads(open("out", encoding="utf-8").read())["id"] == "a\u2028b"'
}

@test "--ascii: nothing outside ASCII, the same meaning" {
    printf '{"id":"\xc3\xa9","text":"C\xc3\xb4te d\xe2\x80\x99Ivoire recalled its ambassador from Togo."}\n{"id":"\xf0\x9f\x95\x8a","text":3}\n' >in
    answers
    mv out plain
    answers --ascii
    ! LC_ALL=C grep -q '[^ -~]' out || fails "bytes outside ASCII"
    python3 -c 'import json
assert [json.loads(l) for l in open("plain", encoding="utf-8")] == [json.loads(l) for l in open("out", encoding="ascii")]'
}

@test "--strict stops behind the first bad line, exit 3" {
    printf '{"id":"a","text":"%s"}\nbad\n{"id":"b","text":"%s"}\n' "$TEXT" "$TEXT" >in
    status=0
    answers --strict || status=$?
    status_is 3
    words out >got
    printf 'a 1\nline 2! format\n' >want
    same want got
    printf '{"id":"a","text":"%s"}\n' "$TEXT" >in
    answers --strict
}

@test "--max-errors: bad lines alone do not fail, too many do" {
    printf 'bad\nbad\n{"id":"a","text":"%s"}\n' "$TEXT" >in
    answers
    answers --max-errors 2
    status=0
    answers --max-errors 1 || status=$?
    status_is 3
    [ "$(wc -l <out)" -eq 2 ] || fails "$(cat out)"
    status=0
    answers --max-errors 50% || status=$?
    status_is 3
    [ "$(wc -l <out)" -eq 3 ] || fails "$(cat out)"
}

@test "a partner that waits for each answer gets it" {
    # shellcheck disable=SC2016
    run timeout 60 python3 - "$CHANCERY" <<'END'
import json, subprocess, sys
p = subprocess.Popen([sys.argv[1], "code", "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
for i in range(20):
    p.stdin.write(json.dumps({"id": str(i), "text": "Ghana recalled its ambassador from Togo."}).encode() + b"\n")
    p.stdin.flush()
    assert json.loads(p.stdout.readline())["id"] == str(i)
p.stdin.close()
assert p.wait() == 0
END
    status_is 0
}

@test "--line-buffered writes each line at once" {
    {
        for i in 1 2 3; do printf '{"id":"%s","text":"%s"}\n' $i "$TEXT"; done
    } >in
    answers
    mv out plain
    answers --line-buffered
    same plain out
}

@test "an interrupt ends the stream: whole lines only, exit 130" {
    mkfifo pipe
    exec 9<>pipe
    "$CHANCERY" code --stream --line-buffered <pipe >out 2>err &
    pid=$!
    printf '{"id":"a","text":"%s"}\n{"id":"b","te' "$TEXT" >&9
    for _ in $(seq 100); do [ -s out ] && break; sleep 0.1; done
    kill -INT $pid
    status=0
    wait $pid || status=$?
    exec 9>&-
    status_is 130
    words out >got
    [ "$(cat got)" = "a 1" ] || fails "$(cat out)"
}

@test "many lines in, as many out, in order" {
    python3 - <<'END'
import json, random
rng = random.Random(7)
with open("in", "w", encoding="utf-8", newline="\n") as f:
    for i in range(3000):
        kind = rng.randrange(4)
        text = rng.choice(["Ghana recalled its ambassador from Togo.", "Peru and Chile signed a treaty on Friday.", "Rain fell.", "“Non,” she said."])
        f.write([json.dumps({"id": str(i), "text": text}), json.dumps({"id": str(i), "text": text}, ensure_ascii=False),
                 json.dumps({"id": str(i)}), '{"id": "%d", ' % i][kind] + "\n")
END
    answers
    python3 - <<'END'
import json
lines = [json.loads(l) for l in open("out", encoding="utf-8", newline="\n")]
assert len(lines) == 3000, len(lines)
for i, a in enumerate(lines):
    assert a.get("id", str(i)) == str(i) and a.get("line", i + 1) == i + 1, (i, a)
END
}

@test "an id comes back as it came" {
    printf '%s\n' '{"id":"17","text":"x"}' '{"id":9007199254740993,"text":"x"}' '{"id":-1,"text":""}' >in
    answers
    cut -d, -f1 out >got
    printf '%s\n' '{"id":"17"' '{"id":9007199254740993' '{"id":-1' >want
    same want got
}

@test "a byte order mark, an empty date, HTML for a text" {
    printf '\xef\xbb\xbf{"id":"a","text":"%s","published":""}\n{"id":"b","text":"<html><body><p>%s</p></body></html>"}\n' "$TEXT" "$TEXT" >in
    answers
    words out >got
    printf 'a 1\nb 1\n' >want
    same want got
    output=$(cat out)
    output_has '"text":"'"$TEXT"'"'
    output_lacks '<p>'
}

@test "--exit-status: 4 when no line gave a record" {
    printf '{"id":"a","text":"The grass was wet."}\n' >in
    run answers --exit-status
    status_is 4
    printf '{"id":"b","text":"%s"}\n' "$TEXT" >>in
    run answers --exit-status
    status_is 0
}

@test "--threads changes nothing but the time; who waits for an answer gets it" {
    for i in $(seq 200); do printf '{"id":%d,"text":"%s Envoy %d left Lima."}\n' "$i" "$TEXT" "$i"; done >in
    sed -i '77s/.*/no JSON/' in
    answers
    mv out one
    for n in 2 5; do
        answers --threads $n
        same one out
    done
    answers --strict || true
    mv out one
    answers --strict --threads 3 || true
    same one out
    [ "$(wc -l <out)" -eq 77 ] || fails "$(wc -l <out) lines"
    mkfifo ask
    "$CHANCERY" code --stream --threads 4 <ask >out 2>err &
    pid=$!
    exec 9>ask
    printf '{"id":1,"text":"%s"}\n' "$TEXT" >&9
    for _ in $(seq 100); do [ -s out ] && break; sleep 0.1; done
    [ "$(wc -l <out)" -eq 1 ] || fails "no answer while the stream is open"
    exec 9>&-
    wait $pid
}

@test "the country of the source tells whose ministry speaks" {
    cat >in <<'END'
{"id":"a","text":"The road will be closed until Friday, the interior ministry said.","source_country":"MNG"}
{"id":"b","text":"The road will be closed until Friday, the interior ministry said.","source_country":"Mongolia"}
{"id":"c","text":"The road will be closed until Friday, the interior ministry said.","source_country":7}
END
    answers
    [ "$(grep -c '"kind":"statement"' out)" = 1 ]
    grep -q '"id":"a".*"speaker":{"text":"the interior ministry"[^}]*"code":"MNG"' out
    [ "$(words out | grep -c '! format')" = 2 ]
}
