# chancery relation, relations, timeline, search, consolidate, and the lists of what is derived.
load support

# One store for the tests of this file.
setup_file() {
    export STORE=$BATS_FILE_TMPDIR/s.db
    "$CHANCERY" read --quiet "$EXAMPLES" --db "$STORE" 2>/dev/null
}

relation() { run_quiet relation "$@" --db "$STORE"; }

@test "relation: the page has its parts, and every line of a record ends with the record" {
    relation IRN SAU
    status_is 0
    output_has "Iran (IRN) and Saudi Arabia (SAU)"
    for part in LEVEL AGREEMENTS "LAST CONTACTS" "RECENT EVENTS" "SAU ON IRN" TREND "ACCUSED AND DENIED"; do output_has "$part"; done
    output_has "documents, 1998-"
    n=0
    for id in $(grep -o '\[[0-9a-f]\{8\}\]$' <<<"$output" | tr -d '[]' | sort -u); do
        [ "$(sqlite3 "$STORE" "SELECT count(*) FROM records WHERE substr(id, 1, 8) = '$id'")" -ge 1 ] || fails "no record $id"
        n=$((n + 1))
    done
    [ "$n" -ge 8 ] || fails "only $n references"
}

@test "relation: the numbers of the head are those of the store" {
    relation PRK RUS
    output_has "$(sqlite3 "$STORE" "SELECT records || ' records in ' || documents FROM relations WHERE a = 'PRK' AND b = 'RUS'")"
}

@test "relation: a reference leads to the words" {
    relation IRN SAU
    id=$(grep -o '\[[0-9a-f]\{8\}\]$' <<<"$output" | head -1 | tr -d '[]')
    run_quiet list evidence --id "$id" --db "$STORE" --jsonl --exit-status
    status_is 0
    output_has "\"record\":\"$id"
    run_quiet list records --id "$id" --db "$STORE" --jsonl --exit-status
    status_is 0
    [ "$(wc -l <<<"$output")" -eq 1 ] || fails "one record"
}

@test "relation: names in any case, other names, words of one name" {
    relation iran "saudi arabia"
    status_is 0
    first=$output
    for one in IRN irn Iran "Islamic Republic of Iran"; do
        for other in SAU saudi "Kingdom of Saudi Arabia"; do
            relation "$one" "$other"
            output_is "$first"
        done
    done
    relation SAU IRN
    output_has "Saudi Arabia (SAU) and Iran (IRN)"
}

@test "relation: an unknown name is a mistake that names the nearest" {
    relation Irann CHN
    status_is 2
    err_has "no state or organisation is called 'Irann'; did you mean Iran (IRN)"
    relation CHN Knya
    status_is 2
    err_has "Kenya (KEN)"
    relation Chian KEN
    err_has "did you mean China (CHN)"
    relation Korea CHN
    err_has "South Korea (KOR)"
    err_has "North Korea (PRK)"
    relation qqqqqqqq CHN
    status_is 2
    err_has "'chancery list codes' names them"
    relation "$(printf 'a%.0s' {1..5000})" CHN
    status_is 2
    relation "" CHN
    status_is 2
}

@test "relation: the same twice, one, three" {
    relation CHN china
    status_is 2
    err_has "'CHN' and 'china' are both CHN"
    relation CHN
    status_is 2
    err_has "name two states"
    relation CHN KEN IRN
    status_is 2
}

@test "relation: a known pair without records says whom each has records with" {
    relation FJI CHN
    status_is 4
    err_has "no record links Fiji (FJI) and China (CHN)"
    err_has "no records of FJI with anybody"
    err_has "most records of CHN are with"
    [ -z "$output" ] || fails "words on the standard output"
}

@test "relation: an empty store, none, another file, an older one" {
    dull
    chancery read -q dull.txt --db e.db
    sqlite3 e.db "DELETE FROM documents"
    run_quiet relation CHN IRN --db e.db
    status_is 4
    err_has "nothing has been read into it yet; 'chancery read FILE... --db e.db'"
    run_quiet relation CHN IRN --db none.db
    status_is 1
    err_has "none.db: no such file"
    printf 'no store' >text.db
    run_quiet relation CHN IRN --db text.db
    status_is 1
    err_has "text.db"
    sqlite3 other.db "CREATE TABLE t (x)"
    run_quiet relation CHN IRN --db other.db
    status_is 1
    err_has "not a chancery store"
    sqlite3 e.db "PRAGMA user_version = 3"
    run_quiet relation CHN IRN --db e.db
    status_is 1
    err_has "chancery consolidate"
    sqlite3 e.db "PRAGMA user_version = 99"
    run_quiet relation CHN IRN --db e.db
    status_is 1
    err_has "newer chancery"
}

@test "relation: --at is what was known to have happened by then" {
    relation CHN KEN --at 2025-04-24
    status_is 0
    output_has "as of 2025-04-24"
    output_lacks "2025-04-25"
    relation CHN KEN --at 1950
    status_is 4
    err_has "up to 1950"
    relation CHN KEN --at 2025-13
    status_is 2
    err_has "not a date that exists: 2025-13"
    relation CHN KEN --since never
    status_is 2
}

@test "relation: --since leaves older events out" {
    relation IRN SAU --since 2023
    status_is 0
    sed -n '/^RECENT/,/^$/p' <<<"$output" | grep -q '^  2001' && fails "an event of 2001"
    output_has "what follows is since"
}

@test "relation: --json is one object with every part" {
    relation IRN SAU --json
    status_is 0
    python3 - "$output" <<'END'
import json, sys
b = json.loads(sys.argv[1])
assert b["codes"] == ["IRN", "SAU"] and b["names"] == ["Iran", "Saudi Arabia"], b
assert b["relation"]["records"] > 5 and b["at"] is None
for part in ["levels", "pacts", "contacts", "events", "promises", "figures", "statements", "months", "contradictions", "denials"]:
    assert isinstance(b[part], list), part
assert all(len(e["id"]) == 32 for e in b["events"]) and b["events"]
END
}

@test "relation: eighty columns, and no more than the terminal has" {
    for wide in 80 60 40; do
        for pair in "IRN SAU" "IND PAK" "CHN KEN" "RUS PRK"; do
            # shellcheck disable=SC2086
            COLUMNS=$wide relation $pair
            tail -n +2 <<<"$output" | head -n -1 | python3 -c "
import sys
for l in sys.stdin:
    l = l.rstrip('\n')
    assert len(l) <= $wide or l.startswith('In brackets'), (len(l), l)"
        done
    done
}

@test "relation: blocks in a UTF-8 locale, ASCII elsewhere, with TERM=dumb, with --color never" {
    LC_ALL=C.UTF-8 relation IND PAK
    output_has "█"
    for how in "LC_ALL=C" "TERM=dumb LC_ALL=C.UTF-8"; do
        output=$(env $how "$CHANCERY" relation IND PAK --db "$STORE")
        output_lacks "█"
        output_has "###"
    done
    LC_ALL=C.UTF-8 relation IND PAK --color never
    output_lacks "█"
    relation IND PAK --color always
    output_has $'\033[1m'
    relation IND PAK --color sometimes
    status_is 2
}

@test "relation: control characters of a source do not reach the terminal" {
    printf '{"id":"x","published":"2024-03-06","text":"Ghana recalled its ambassador \\u001b[31m from Togo on Monday. Ghana accused Togo of a \\u009b31m raid."}\n' >c.jsonl
    chancery read -q c.jsonl --db c.db
    for c in "relation GHA TGO" "timeline GHA TGO" "search ambassador" "list events"; do
        # shellcheck disable=SC2086
        run_quiet $c --db c.db
        status_is 0
        output_lacks $'\033'
        output_lacks $'\302\233'
    done
}

@test "relation: the same bytes twice, and after deriving anew" {
    cp "$STORE" a.db
    for pair in "IRN SAU" "IND PAK"; do
        # shellcheck disable=SC2086
        run_quiet relation $pair --json --db a.db
        first=$output
        chancery consolidate --anew -q --db a.db
        # shellcheck disable=SC2086
        run_quiet relation $pair --json --db a.db
        output_is "$first"
    done
}

@test "relations: all pairs, most records first, in every form" {
    run_quiet relations --db "$STORE" --csv
    status_is 0
    [ "$(wc -l <<<"$output")" -eq "$(($(sqlite3 "$STORE" "SELECT count(*) FROM relations") + 1))" ] || fails "rows"
    python3 - "$output" <<'END'
import csv, sys
rows = list(csv.DictReader(sys.argv[1].splitlines()))
n = [int(r["records"]) for r in rows]
assert n == sorted(n, reverse=True) and rows[0]["a"] < rows[0]["b"] and rows[0]["a_name"]
END
    for f in --table --tsv --jsonl; do
        run_quiet relations --db "$STORE" --limit 3 $f
        status_is 0
        [ "$(wc -l <<<"$output")" -ge 3 ] || fails "$f"
    done
    run_quiet relations --actor china --db "$STORE" --jsonl
    grep -v '"CHN"' <<<"$output" && fails "a pair without China"
    run_quiet relations --since 2025 --db "$STORE" --jsonl
    grep -q '"last_date":"2024' <<<"$output" && fails "an older pair"
    run_quiet relations --actor Chian --db "$STORE"
    status_is 2
    err_has "China (CHN)"
    run_quiet relations CHN --db "$STORE"
    status_is 2
}

@test "relations --at counts what had begun by then" {
    run_quiet relations --at 2024-01 --db "$STORE" --jsonl
    status_is 0
    python3 - "$output" <<'END'
import json, sys
rows = [json.loads(l) for l in sys.argv[1].splitlines()]
assert rows and all(r["last_date"] <= "2024-01-31" for r in rows)
assert all(r["level_since"] is None or r["level_since"] <= "2024-01-31" for r in rows)
END
    run_quiet relations --at 9999 --db "$STORE" --csv --columns a,b,records,level,level_since,pacts_in_force,open_promises
    then=$output
    run_quiet relations --db "$STORE" --csv --columns a,b,records,level,level_since,pacts_in_force,open_promises
    [ "$(wc -l <<<"$output")" -ge "$(wc -l <<<"$then")" ] || fails "fewer pairs now than then"
}

@test "timeline: by date, one row an occurrence, kinds" {
    run_quiet timeline IND PAK --db "$STORE" --jsonl
    status_is 0
    python3 - "$output" <<'END'
import json, sys
rows = [json.loads(l) for l in sys.argv[1].splitlines()]
days = [r["date_start"] for r in rows if r["date_start"]]
assert days == sorted(days) and len(rows) > 5
assert len({r["occurrence"] for r in rows}) == len(rows)
assert {r["kind"] for r in rows} >= {"event", "statement"}
END
    all=$(wc -l <<<"$output")
    sum=0
    for k in event statement agreement level figure; do
        run_quiet timeline IND PAK --kind $k --db "$STORE" --jsonl
        sum=$((sum + $(grep -c "\"kind\":\"$k\"" <<<"$output" || true)))
    done
    [ "$sum" -eq "$all" ] || fails "$sum of $all"
    run_quiet timeline IND PAK --newest --limit 1 --db "$STORE" --jsonl
    output_has "2025-05-10"
    run_quiet timeline IND PAK --kind war --db "$STORE"
    status_is 2
    run_quiet timeline IND --db "$STORE"
    status_is 2
    run_quiet timeline IND Pakistam --db "$STORE"
    status_is 2
    err_has "Pakistan (PAK)"
}

@test "search: plain words of any kind are never a syntax error" {
    for words in "U.S." "al-Aiban" "17:42" "it's" "a/b" "50%" "Iran - Iraq" "{x}" "col:umn" "C++" "^up" "résumé" "a + b" "x, y." "near" "and or not" "NEAR"; do
        run_quiet search "$words" --db "$STORE"
        status_is 0
    done
    run_quiet search Saudi restore --db "$STORE" --jsonl
    output_has "2023-03-10-riyadh-tehran.txt"
    output_has "[Saudi]"
    run_quiet search '"diplomatic relations"' --db "$STORE" --jsonl
    output_has "[diplomatic relations]"
    run_quiet search 'embass* NOT ambassador' --db "$STORE" --jsonl --exit-status
    status_is 0
    run_quiet search 'NEAR(Saudi Iran, 5)' --db "$STORE" --exit-status
    status_is 0
    run_quiet search '(Saudi OR Honduras) AND relations' --db "$STORE" --exit-status
    status_is 0
}

@test "search: what cannot be meant names the words, exit 2" {
    while read -r words; do
        run_quiet search "$words" --db "$STORE"
        status_is 2
        err_has "the words to look for"
        run_quiet list events --match "$words" --db "$STORE"
        status_is 2
    done <<'END'
Saudi AND
OR Iran
NOT Iran
Saudi AND OR Iran
(Saudi
Saudi)
()
"Saudi
NEAR(Saudi Iran
NEAR(Saudi, x)
NEAR()
END
    run_quiet search "..." --db "$STORE"
    status_is 2
    err_has "no word to look for"
    run_quiet search --db "$STORE"
    status_is 2
}

@test "search: best first, records counted, dates, documents, limits" {
    run_quiet search relations --db "$STORE" --jsonl --limit 5
    python3 - "$output" <<'END'
import json, sys
rows = [json.loads(l) for l in sys.argv[1].splitlines()]
scores = [r["score"] for r in rows]
assert len(rows) == 5 and scores == sorted(scores, reverse=True) and scores[0] > 0
assert any(r["records"] > 0 for r in rows)
END
    run_quiet search relations --since 2024 --db "$STORE" --jsonl
    grep -q '"published":"2023' <<<"$output" && fails "older"
    run_quiet search relations --doc ministry.rss --db "$STORE" --jsonl --limit 0
    status_is 2
    run_quiet search zzzqqq --db "$STORE" --exit-status
    status_is 4
}

@test "list knows everything that is derived, with the conditions that make sense" {
    for what in relations standings pacts promises contacts months trend timeline occurrences tellings contradictions denials codes; do
        run_quiet list $what --db "$STORE" --csv
        status_is 0
        grep -q "^| \`$what\` " "$ROOT/docs/store.md" || fails "docs/store.md lacks the list $what"
        columns=$(head -1 <<<"$output" | tr -d '\r' | tr ',' ' ')
        for c in $columns; do
            grep "^| \`$what\` " "$ROOT/docs/store.md" | grep -q "\`$c\`" || fails "docs/store.md lacks $c of $what"
        done
    done
    for what in relations standings pacts promises contacts months trend timeline contradictions denials; do
        run_quiet list $what --pair irn,SAU --db "$STORE" --jsonl
        status_is 0
        run_quiet list $what --actor IRN --at 2024 --db "$STORE"
        status_is 0
    done
    run_quiet list codes --id irn --db "$STORE" --jsonl
    output_has '"name":"Iran"'
    run_quiet list codes --pair CHN,IRN --db "$STORE"
    status_is 2
    run_quiet list events --pair CHN,chn --db "$STORE"
    status_is 2
    err_has "a pair is two codes"
    run_quiet list search --db "$STORE"
    status_is 2
    run_quiet list tellings --newest --db "$STORE"
    status_is 2
}

@test "list: since and until take what lasts over them, in order" {
    chancery list records --db "$STORE" --jsonl >all
    for since in 2016 2023-03 2024-06-19; do
        chancery list records --since $since --until 2024 --db "$STORE" --jsonl >some
        python3 - $since <<'END'
import json, sys
since = sys.argv[1] + "-01-01"[len(sys.argv[1]) - 4:] if len(sys.argv[1]) < 10 else sys.argv[1]
key = lambda r: r["date_start"]
every = [json.loads(l) for l in open("all")]
want = [r["id"] for r in every if r["date_start"] and r["date_end"] >= since and r["date_start"] <= "2024-12-31"]
assert [json.loads(l)["id"] for l in open("some")] == want, (since, len(want))
END
    done
    chancery list records --newest --db "$STORE" --jsonl --limit 10 | python3 -c '
import json, sys
days = [json.loads(l)["date_start"] for l in sys.stdin]
assert days == sorted(days, reverse=True) and len(days) == 10'
}

@test "list --actor: a code in any case is that code, else part of a name" {
    run_quiet list events --actor irn --db "$STORE" --csv
    first=$output
    run_quiet list events --actor IRN --db "$STORE" --csv
    output_is "$first"
    run_quiet list events --actor shamkhani --db "$STORE" --jsonl --exit-status
    status_is 0
}

@test "consolidate derives, prints its SQL, and says what is missing" {
    cp "$STORE" c.db
    sqlite3 c.db "DELETE FROM links; DELETE FROM relations; DELETE FROM appearances"
    run_quiet relation IRN SAU --db c.db
    status_is 4
    err_has "chancery consolidate --db c.db"
    run_quiet consolidate --anew --db c.db
    status_is 0
    err_has "pairs of states"
    for table in relations links appearances occurrences; do
        for db in "$STORE" c.db; do sqlite3 "$db" "SELECT * FROM $table ORDER BY 1, 2, 3, 4, 5" >"$(basename "$db").rows"; done
        same s.db.rows c.db.rows
    done
    run_quiet consolidate --sql
    status_is 0
    output_has "INSERT INTO links"
    sqlite3 c.db "DELETE FROM links; DELETE FROM relations; INSERT OR IGNORE INTO _underived SELECT id FROM documents"
    chancery consolidate --sql | sqlite3 c.db
    [ "$(sqlite3 c.db "SELECT count(*) FROM relations")" -eq "$(sqlite3 "$STORE" "SELECT count(*) FROM relations")" ] || fails "by SQL"
    run_quiet consolidate --db none.db
    status_is 1
    [ ! -e none.db ] || fails "made a store"
    run_quiet consolidate x.db
    status_is 2
}

@test "list: errors of one run, runs with the newest first, the level that is held with its act" {
    cp "$STORE" "$BATS_TEST_TMPDIR/r.db"
    printf '' >"$BATS_TEST_TMPDIR/empty.txt"
    run_quiet read --quiet "$BATS_TEST_TMPDIR/empty.txt" --db "$BATS_TEST_TMPDIR/r.db"
    run_quiet list runs --newest --limit 1 --db "$BATS_TEST_TMPDIR/r.db" --jsonl
    output_has '"id":2'
    run_quiet list errors --id 2 --db "$BATS_TEST_TMPDIR/r.db" --jsonl
    output_has 'empty.txt'
    run_quiet list errors --id 1 --db "$BATS_TEST_TMPDIR/r.db" --jsonl
    output_lacks 'empty.txt'
    run_quiet list standings --pair HND,TWN --db "$STORE" --jsonl
    output_has '"held_level":"diplomatic relations","held_rank":5,"held_action":"severed"'
    run_quiet timeline IRN SAU --kind statement --db "$STORE" --jsonl
    output_has '"quad":null'
}
