# Five real stories, kept outside this repository: dates, records, no boilerplate, and the score.
load support

here() {
    [ -d "$SHARED/seeds" ] || skip "the stories in $SHARED/seeds are not there"
    [ -z "$1" ] || [ -e "$SHARED/$1" ] || skip "$SHARED/$1 is not there"
}

@test "publication dates" {
    here ""
    chancery read -q "$SHARED"/seeds/*.txt --db s.db
    sqlite3 s.db "SELECT substr(name, 1, 3) || ' ' || coalesce(published, 'none') FROM documents ORDER BY name" >got
    printf '%s\n' "000 2025-11-11" "001 2025-05-04" "002 2021-08-28" "003 none" "004 2025-04-25" >want
    same want got
}

@test "records for every story" {
    here ""
    for f in "$SHARED"/seeds/*.txt; do
        chancery code --exit-status "$f" >out || fails "$f"
        [ "$(wc -l <out)" -ge 5 ] || fails "$f: $(wc -l <out) records"
    done
}

@test "no line of boilerplate and no heading is coded" {
    here gold/seeds.jsonl
    chancery code "$SHARED"/seeds/*.txt >out
    python3 - "$SHARED/gold/seeds.jsonl" <<'END'
import json, sys
fold = lambda s: " ".join(s.split())
not_coded = {}
for line in open(sys.argv[1], encoding="utf-8"):
    d = json.loads(line)
    if d["kind"] == "document":
        not_coded[d["doc"]] = [fold(b) for b in d["boilerplate"] + d["headings"]]
assert sum(map(len, not_coded.values())) > 10
for line in open("out", encoding="utf-8"):
    r = json.loads(line)
    for b in not_coded[r["doc"]]:
        assert b not in fold(r["text"]), (r["doc"], b, r["text"])
END
}

@test "the stored text is the file" {
    here ""
    for f in "$SHARED"/seeds/*.txt; do
        chancery read -q "$f" --db s.db
        chancery show --text "$(basename "$f")" --db s.db >text
        python3 -c 'import sys, unicodedata
a = open(sys.argv[1], encoding="utf-8-sig", newline="").read()
assert unicodedata.normalize("NFC", a) == open("text", encoding="utf-8", newline="").read()' "$f" || fails "$f"
    done
}

@test "the score" {
    here gold/score.py
    chancery code "$SHARED"/seeds/*.txt >out
    run python3 "$SHARED/gold/score.py" "$SHARED/gold/seeds.jsonl" out --texts "$SHARED/seeds"
    status_is 0
    [ -n "$output" ] || fails "no score"
    printf '%s\n' "$output" | sed 's/^/# /' >&3
}
