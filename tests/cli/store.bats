# chancery read, show, list: a store and what comes out of it.
load support

# The content of a store without what tells of runs.
dump() { sqlite3 "$1" .dump | grep -v '^INSERT INTO \(runs\|errors\|sqlite_sequence\) '; }

# The examples are read once for the tests of this file; each has a copy. So are a thousand documents: ALL, and WHOLE, their
# records, to compare with those of runs that were broken off.
setup_file() {
    "$CHANCERY" read --quiet "$EXAMPLES" --db "$BATS_FILE_TMPDIR/examples.db" 2>/dev/null
    export ALL=$BATS_FILE_TMPDIR/all.jsonl WHOLE=$BATS_FILE_TMPDIR/whole
    documents 1000 >"$ALL"
    "$CHANCERY" read --quiet "$ALL" --db "$WHOLE.db"
    records "$WHOLE.db" >"$WHOLE"
}

read_examples() { cp "$BATS_FILE_TMPDIR/examples.db" "${1:-s.db}"; }

records() { sqlite3 "$1" "SELECT * FROM records ORDER BY id"; }

# So many short documents, one a line.
documents() { for i in $(seq "$1"); do printf '{"id":"n%d","text":"Ghana recalled its ambassador from Togo on day %d. Peru signed a treaty with Chile."}\n' "$i" "$i"; done; }

count() { sqlite3 "$1" "SELECT count(*) FROM $2"; }

@test "read makes a store and says what it did" {
    story
    run_quiet read story.txt --db s.db
    status_is 0
    output_is ""
    err_has "s.db: 1 documents (1 new, 0 recoded, 0 already there)"
    err_has "0 errors"
    [ "$(count s.db documents)" -eq 1 ]
    [ "$(count s.db records)" -gt 0 ]
    run_quiet read story.txt --db s.db --quiet
    empty err
}

@test "--db, then CHANCERY_DB, then chancery.db" {
    story
    export CHANCERY_DB=env.db
    chancery read -q story.txt --db given.db
    [ -e given.db ] && [ ! -e env.db ] || fails "--db"
    chancery read -q story.txt
    [ -e env.db ] && [ ! -e chancery.db ] || fails "CHANCERY_DB"
    chancery list documents | grep -q story.txt
    chancery show story.txt | grep -q Ghana
    CHANCERY_DB='' chancery read -q story.txt
    [ -e chancery.db ] || fails "the default"
}

@test "reading twice changes nothing" {
    read_examples
    dump s.db >a
    run_quiet read "$EXAMPLES" --db s.db
    err_has "(0 new, 0 recoded,"
    err_has " 0 records written"
    dump s.db >b
    same a b
    [ "$(count s.db runs)" -eq 2 ] || fails "runs"
}

@test "reading in parts, or in another order, gives the same records" {
    read_examples a.db
    find "$EXAMPLES" -type f | sort -r | while read -r f; do chancery read -q "$f" --db b.db 2>/dev/null || true; done
    for db in a b; do sqlite3 $db.db "SELECT * FROM records ORDER BY id" >$db; done
    [ -s a ] || fails "no records"
    same a b
}

@test "another publication date: the records are made anew, none is left behind" {
    printf 'Ghana recalled its ambassador from Togo on Monday.\n' >s.txt
    chancery read -q s.txt --db s.db
    run_quiet read s.txt --published 2024-03-06 --db s.db
    err_has "(0 new, 1 recoded,"
    [ "$(count s.db documents)" -eq 1 ]
    chancery read -q s.txt --published 2024-03-06 --db fresh.db
    for db in s fresh; do sqlite3 $db.db "SELECT * FROM records ORDER BY id" >$db; done
    grep -q 2024-03-04 s || fails "$(cat s)"
    same s fresh
    [ "$(sqlite3 s.db "SELECT count(*) FROM roles WHERE record NOT IN (SELECT id FROM records)")" -eq 0 ]
    [ "$(sqlite3 s.db "SELECT count(*) FROM evidence WHERE record NOT IN (SELECT id FROM records)")" -eq 0 ]
}

# Whether the store s.db holds the same records as one made in one go.
complete() {
    records s.db >got
    [ "$(count s.db documents)" -eq 1000 ] || fails "$(count s.db documents) documents"
    [ -s got ] || fails "no records"
    same got "$WHOLE"
}

@test "an interrupted run exits 130 and keeps what was done; the same command completes it" {
    mkfifo pipe
    exec 9<>pipe
    "$CHANCERY" read - --format jsonl --db s.db <pipe 2>err &
    pid=$!
    head -700 "$ALL" >&9
    for _ in $(seq 300); do [ -e s.db ] && [ "$(count s.db documents 2>/dev/null || echo 0)" -ge 576 ] && break; sleep 0.1; done
    kill -INT $pid
    status=0
    wait $pid || status=$?
    exec 9>&-
    status_is 130
    n=$(count s.db documents)
    [ "$n" -ge 576 ] && [ "$n" -le 700 ] || fails "$n documents"
    [ -n "$(sqlite3 s.db 'SELECT ended FROM runs')" ] || fails "the run was not ended"
    chancery read -q "$ALL" --db s.db
    complete
}

@test "kill -9 at any moment leaves a sound store; the same command completes it" {
    for wait in 0.02 0.05 0.1 0.15 0.25; do
        "$CHANCERY" read "$ALL" --db s.db 2>/dev/null &
        pid=$!
        sleep $wait
        kill -9 $pid 2>/dev/null || true
        wait $pid 2>/dev/null || true
        if [ -e s.db ]; then
            [ "$(sqlite3 s.db 'PRAGMA integrity_check')" = ok ] || fails "after $wait s"
        fi
    done
    chancery read -q "$ALL" --db s.db
    complete
}

@test "kill -9 loses the batch in hand at most" {
    mkfifo pipe
    exec 9<>pipe
    "$CHANCERY" read - --format jsonl --db s.db <pipe 2>err &
    pid=$!
    cat "$ALL" >&9
    for _ in $(seq 300); do [ -e s.db ] && [ "$(count s.db documents 2>/dev/null || echo 0)" -ge 936 ] && break; sleep 0.1; done
    kill -9 $pid
    wait $pid || true
    exec 9>&-
    [ "$(count s.db documents)" -ge 936 ] || fails "$(count s.db documents) documents"
    [ -z "$(sqlite3 s.db 'SELECT ended FROM runs')" ] || fails "the run was ended"
    chancery read -q "$ALL" --db s.db
    complete
}

@test "the store is sound and its search index agrees with it" {
    read_examples
    [ "$(sqlite3 s.db 'PRAGMA integrity_check')" = ok ]
    [ -z "$(sqlite3 s.db 'PRAGMA foreign_key_check')" ]
    sqlite3 s.db "INSERT INTO _search(_search) VALUES ('integrity-check')"
}

@test "every offset in the store gives its quote, in characters and in bytes" {
    read_examples
    python3 - <<'END'
import sqlite3
db = sqlite3.connect("s.db")
text = dict(db.execute("SELECT id, text FROM documents"))
n = 0
for table, words in [("evidence", "quote"), ("roles", "quote"), ("records", "quote"), ("sentences", "text")]:
    for doc, w, c0, c1, b0, b1 in db.execute(f"SELECT document, {words}, char_start, char_end, byte_start, byte_end FROM {table}"):
        assert text[doc][c0:c1] == w, (table, w, text[doc][c0:c1])
        assert text[doc].encode()[b0:b1].decode() == w, (table, w)
        n += 1
for doc, w, c0, c1 in db.execute("SELECT document, content, content_char_start, content_char_end FROM statements WHERE content IS NOT NULL"):
    assert text[doc][c0:c1] == w
    n += 1
assert n > 200, n
END
}

@test "dates are ISO days, in columns that compare as text" {
    read_examples
    python3 - <<'END'
import datetime, sqlite3
db = sqlite3.connect("s.db")
tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
n = 0
for t in tables:
    for c in db.execute(f"PRAGMA table_info('{t}')").fetchall():
        assert c[2] != "DATE", (t, c)
        if c[1] in ("published", "date_start", "date_end", "period_start", "period_end"):
            for (v,) in db.execute(f"SELECT {c[1]} FROM {t} WHERE {c[1]} IS NOT NULL"):
                datetime.date.fromisoformat(v)
                n += 1
assert n > 10, n
years = [r[0][:4] for r in db.execute("SELECT published FROM documents WHERE published IS NOT NULL")]
for y in set(years):
    count = db.execute("SELECT count(*) FROM documents WHERE published >= ? AND published < ?", (y, str(int(y) + 1))).fetchone()[0]
    assert count == years.count(y), y
    assert count == db.execute(f"SELECT count(*) FROM documents WHERE published >= '{y}' AND published < '{int(y) + 1}'").fetchone()[0]
END
}

@test "nothing in the store is an empty string" {
    read_examples
    python3 - <<'END'
import sqlite3
db = sqlite3.connect("s.db")
for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'").fetchall():
    for c in db.execute(f"PRAGMA table_info('{t}')").fetchall():
        bad = db.execute(f"SELECT count(*) FROM {t} WHERE {c[1]} = ''").fetchone()[0]
        assert not bad, (t, c[1], bad)
END
}

@test "every table, view and column of the store stands in docs/store.md" {
    story
    chancery read -q story.txt --db s.db
    sqlite3 s.db "SELECT m.name || ' ' || p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
                  WHERE m.type IN ('table', 'view') AND substr(m.name, 1, 1) <> '_' AND m.name NOT LIKE 'sqlite%'" >columns
    [ "$(wc -l <columns)" -gt 100 ]
    section=
    while read -r table column; do
        if [ "$table" != "$section" ]; then
            section=$table
            sed -n "/^### \(.*, \)\{0,1\}\`$table\`/,/^##/p" "$ROOT/docs/store.md" >section
            [ -s section ] || fails "docs/store.md has no section on $table"
        fi
        case $column in _*) continue ;; esac
        grep -q "\`$column\`" section || grep -q "^### .*\`events\`" section || fails "docs/store.md: $table lacks $column"
    done <columns
}

@test "the questions of docs/store.md can be asked" {
    read_examples
    awk '/^```sql/ {on = 1; next} /^```/ {if (on) print ";"; on = 0} on' "$ROOT/docs/store.md" >questions.sql
    [ "$(grep -c '^;' questions.sql)" -ge 12 ] || fails "fewer than 12 questions"
    sqlite3 -bail s.db <questions.sql >answers
    [ -s answers ] || fails "no answers"
}

@test "show --text equals the file byte for byte" {
    read_examples
    for f in "$EXAMPLES"/*.txt; do
        chancery show --text "$(basename "$f")" --db s.db >text
        same "$f" text
    done
    printf '\nGhana recalled its ambassador from Togo.\r\n\r\n\r\n  \xe2\x80\x9cA pity,\xe2\x80\x9d said Lom\xc3\xa9.\t\t\nNo newline at the end' >odd.txt
    chancery read -q odd.txt --db s.db
    chancery show --text odd.txt --db s.db >text
    same odd.txt text
}

@test "show: head, records under their sentence, what was not coded" {
    read_examples
    run_quiet show 2023-04-04-finland-nato.txt --db s.db
    status_is 0
    output_has "published 2023-04-04"
    output_has "    event "
    output_has "[caption]"
    empty err
    id=$(sqlite3 s.db "SELECT id FROM documents WHERE name = '2023-04-04-finland-nato.txt'")
    first=$output
    run_quiet show "$id" --db s.db
    output_is "$first"
}

@test "show and list: a store that is not there, and how to make one" {
    for c in "show story.txt" "list documents"; do
        # shellcheck disable=SC2086
        run_quiet $c --db gone.db
        status_is 1
        err_has "gone.db: no such file"
        err_has "chancery read FILE... --db gone.db"
        [ ! -e gone.db ]
    done
}

@test "show: no such document, no store" {
    run_quiet show x --db none.db
    status_is 1
    err_has none.db
    [ ! -e none.db ] || fails "a store was made"
    story
    chancery read -q story.txt --db s.db
    run_quiet show x story.txt --db s.db
    status_is 1
    err_has "no document 'x'"
    output_has Ghana
}

@test "list: each list, in each form" {
    read_examples
    for what in records events statements agreements levels figures documents actors sentences blocks text evidence duplicates runs errors; do
        run_quiet list $what --db s.db --jsonl
        status_is 0
        printf '%s\n' "$output" | sed '/^$/d' >jsonl
        run_quiet list $what --db s.db --csv
        status_is 0
        printf '%s\n' "$output" >csv
        chancery list $what --db s.db --tsv >tsv
        python3 - <<'END' || fails "$what"
import csv, json
rows = [json.loads(l) for l in open("jsonl", encoding="utf-8", newline="\n")]
table = list(csv.DictReader(open("csv", encoding="utf-8", newline="")))
tsv = open("tsv", encoding="utf-8", newline="\n").read().split("\n")[:-1]
assert len(rows) == len(table) == len(tsv) - 1, (len(rows), len(table), len(tsv))
for a, b in zip(rows, table):
    assert list(a) == list(b)
    for k in a:
        if a[k] is None:
            assert b[k] == "", (k, b[k])
        elif isinstance(a[k], str):
            assert a[k] == b[k], (k, a[k], b[k])
        else:
            assert float(b[k]) == a[k], (k, a[k], b[k])
END
        run_quiet list $what --db s.db
        status_is 0
    done
}

@test "list: the columns of each list stand in docs/store.md" {
    read_examples
    sed -n '/^## What list gives/,/^## /p' "$ROOT/docs/store.md" >section
    for what in records events statements agreements levels figures documents actors sentences blocks text evidence duplicates runs errors labels sources countries places network; do
        columns=$(chancery list $what --db s.db --tsv --limit 1 | head -1 | tr '\t' ' ')
        line=$(grep "^| \`$what\` |" section) || fails "no line on $what"
        for c in $columns; do
            case $line in *"\`$c\`"*) ;; *) fails "$what: $c" ;; esac
        done
    done
}

@test "list: conditions" {
    read_examples
    n() { chancery list "$@" --db s.db --jsonl | wc -l; }
    all=$(n records)
    [ "$all" -gt 20 ] || fails "$all records"
    [ "$(n)" -eq "$all" ] || fails "records are not the default"
    sum=0
    for k in events statements agreements levels figures; do sum=$((sum + $(n $k))); done
    [ "$sum" -eq "$all" ] || fails "the kinds make $sum of $all"
    [ "$(n records --type event)" -eq "$(n events)" ] || fails "--type on records"
    [ "$(n events --type consult)" -eq "$(sqlite3 s.db "SELECT count(*) FROM events WHERE event = 'CONSULT'")" ] || fails "--type"
    [ "$(n events --type CONSULT)" -gt 0 ] || fails "no CONSULT"
    [ "$(n records --actor irn)" -gt 0 ] && [ "$(n records --actor IRN)" -lt "$all" ] || fails "--actor CODE"
    pair=$(n records --pair IRN,SAU)
    [ "$pair" -gt 0 ] && [ "$pair" -le "$(n records --actor IRN)" ] || fails "--pair: $pair"
    [ "$(n records --pair SAU,IRN)" -eq "$pair" ] || fails "--pair has a direction"
    [ "$(n records --doc 2023-03-10-riyadh-tehran.txt)" -gt 0 ] || fails "--doc"
    [ "$(n records --doc none)" -eq 0 ] || fails "--doc none"
    [ "$(n events --limit 3)" -eq 3 ] || fails "--limit"
    [ "$(n sentences --match ambassador)" -gt 0 ] && [ "$(n sentences --match ambassador)" -lt "$(n sentences)" ] || fails "--match"
    there=$(sqlite3 s.db "SELECT count(*) FROM events WHERE place = 'Beijing' AND latitude IS NOT NULL")
    [ "$there" -gt 0 ] && [ "$(n events --place beijing)" -eq "$there" ] && [ "$(n events --place "Beijing, CHN")" -eq "$there" ] || fails "--place"
    [ "$(n events --place CHN)" -ge "$there" ] && [ "$(n events --place "Beijing, TWN")" -eq 0 ] || fails "--place CODE"
    [ "$(n documents --since 2023)" -eq "$(sqlite3 s.db "SELECT count(*) FROM documents WHERE published >= '2023-01-01'")" ] || fails "--since"
    [ "$(n documents --until 2023)" -eq "$(sqlite3 s.db "SELECT count(*) FROM documents WHERE published <= '2023-12-31'")" ] || fails "--until year"
    [ "$(n documents --since 2023-03 --until 2023-03)" -eq "$(sqlite3 s.db "SELECT count(*) FROM documents WHERE published LIKE '2023-03%'")" ] || fails "a month"
    id=$(sqlite3 s.db "SELECT id FROM events LIMIT 1")
    [ "$(n events --id "$id")" -eq 1 ] || fails "--id"
}

@test "list: --sort by a column, --descending, ties by id, nothing last" {
    read_examples
    chancery list events --db s.db --sort mode --tsv -c mode,id | tail -n +2 >up
    sqlite3 -separator $'\t' s.db "SELECT mode, id FROM events ORDER BY mode IS NULL, mode, id" >expected
    same up expected
    chancery list events --db s.db --sort mode --descending --tsv -c mode,id | tail -n +2 >down
    sqlite3 -separator $'\t' s.db "SELECT mode, id FROM events ORDER BY mode DESC, id DESC" >expected
    same down expected
    chancery list records --db s.db --sort confidence -n 5 --tsv -c id | tail -n +2 >up
    sqlite3 s.db "SELECT id FROM records ORDER BY confidence, id LIMIT 5" >expected
    same up expected
    chancery list events --db s.db --sort document --pair IRN,SAU --tsv -c document | tail -n +2 >up
    sort -c up || fails "by document"
    [ "$(chancery list documents --db s.db --sort events --descending -n 1 --tsv -c events | tail -1)" -eq "$(sqlite3 s.db "SELECT max(n) FROM (SELECT count(*) AS n FROM events GROUP BY document)")" ] || fails "documents by events"
    [ "$(chancery list relations --db s.db -s conflict --descending -n 1 --tsv -c conflict | tail -1)" -eq "$(sqlite3 s.db "SELECT max(conflict) FROM relations")" ] || fails "relations"
    for bad in "--sort birds" "--sort _key" "--descending" "--sort id --newest"; do
        # shellcheck disable=SC2086
        run_quiet list events --db s.db $bad
        status_is 2
    done
    run_quiet list events --db s.db --sort birds
    err_has "no column 'birds' to sort by; there are id, document, sentence"
}

@test "list: --count, --mode, --modality, --source, --confidence" {
    read_examples
    for what in events records documents actors relations occurrences; do
        [ "$(chancery list $what --db s.db --count)" -eq "$(chancery list $what --db s.db --jsonl | wc -l)" ] || fails "$what"
    done
    [ "$(chancery list events --count --mode visit --db s.db)" -eq "$(sqlite3 s.db "SELECT count(*) FROM events WHERE mode = 'visit'")" ] || fails "--mode"
    [ "$(chancery list events --count --modality future --db s.db)" -eq "$(sqlite3 s.db "SELECT count(*) FROM events WHERE modality = 'future'")" ] || fails "--modality"
    [ "$(chancery list records --count --confidence 0.8 --db s.db)" -eq "$(sqlite3 s.db "SELECT count(*) FROM records WHERE confidence >= 0.8")" ] || fails "--confidence"
    source=$(chancery list sources -n 1 --tsv -c source --db s.db | tail -1)
    [ "$(chancery list documents --count --source "${source^^}" --db s.db)" -eq "$(chancery list sources -n 1 --tsv -c documents --db s.db | tail -1)" ] || fails "--source"
    run_quiet list events --count --type NOTHING --exit-status --db s.db
    status_is 4
    output_is 0
    for bad in "--confidence 2" "--confidence x" "--confidence -1" "--count --sort birds"; do
        # shellcheck disable=SC2086
        run_quiet list events --db s.db $bad
        status_is 2
    done
}

@test "search: by country, kind and publisher; list facets says how many" {
    read_examples
    n() { chancery search embassy -n 1000 --jsonl --db s.db "$@" | wc -l; }
    facet() { chancery list facets --match embassy --tsv --db s.db | awk -F '\t' -v f="$1" -v v="$2" '$1 == f && $2 == v { print $4 }'; }
    [ "$(n)" -eq "$(facet all '')" ] || fails "all"
    [ "$(n --actor SAU)" -eq "$(facet country SAU)" ] || fails "--actor"
    [ "$(n --kind level)" -eq "$(facet kind level)" ] || fails "--kind"
    [ "$(n --since 2023 --until 2023)" -eq "$(facet year 2023)" ] || fails "year"
    [ "$(n --source 'nobody at all')" -eq 0 ] || fails "--source"
}

@test "list: columns, a condition that makes no sense, no such list, a bad date, a bad match" {
    read_examples
    run_quiet list events --columns event,id --db s.db --csv --limit 1
    status_is 0
    case $output in event,id*) ;; *) fails "--columns" ;; esac
    while read -r words; do
        # shellcheck disable=SC2086
        run_quiet list $words --db s.db
        status_is 2
        [ -s err ] || fails "no word about: $words"
    done <<'END'
events --columns event,nonsense
runs --actor CHN
errors --since 2024
nonsense
events --since 2024-02-30
events --until yesterday
END
    run_quiet list events --match '"' --db s.db
    status_is 2
    [ -s err ] || fails "no word"
}

@test "list: --exit-status 4 for nothing, 0 for something; nothing found is said" {
    story
    chancery read -q story.txt --db s.db
    run_quiet list events --actor ZWE --exit-status --db s.db
    status_is 4
    run_quiet list events --actor ZWE --db s.db
    status_is 0
    output_is ""
    err_has "no events match"
    run_quiet list documents --exit-status --db s.db
    status_is 0
}

@test "syndicated and updated stories are linked, not dropped" {
    python3 - <<'END'
words = """Ghana and Togo agreed on Monday to reopen a border crossing that had been closed for two years after a quarrel about
fishing rights, officials of both countries said. The foreign ministers met in Lome for a whole day and signed a protocol on
joint patrols. Traders on both banks welcomed the step, which shortens the way to the market by several hours, and asked
for lower fees. A commission of experts is to meet every three months and to report to both parliaments by the end of the
year, the communique said.""".split()
open("a.txt", "w").write(" ".join(words) + "\n")
open("b.txt", "w").write(" ".join(words) + "\n")
open("c.txt", "w").write(" ".join(words[:-4]) + " the text of the communique said on Tuesday morning.\n")
END
    story
    chancery read -q a.txt b.txt c.txt story.txt --db s.db
    [ "$(count s.db documents)" -eq 4 ]
    chancery list duplicates --db s.db --tsv --columns document,other,kind | sed 1d | sort >got
    grep -q 'same text' got || fails "$(cat got)"
    grep -q 'near-duplicate' got || fails "$(cat got)"
    ! grep -q story got || fails "$(cat got)"
}

@test "a newer schema is refused, an SQLite file of others and an empty file too" {
    story
    chancery read -q story.txt --db s.db
    sqlite3 s.db 'PRAGMA user_version = 99'
    sqlite3 other.db 'CREATE TABLE t (a)'
    : >empty.db
    for c in "read -q story.txt" "list documents" "show story.txt"; do
        # shellcheck disable=SC2086
        run_quiet $c --db s.db
        status_is 1
        err_has s.db
        err_has "schema 99"
        # shellcheck disable=SC2086
        run_quiet $c --db other.db
        status_is 1
        err_has "not a chancery store"
    done
    run_quiet list documents --db empty.db
    status_is 1
    err_has empty.db
    sqlite3 other.db 'SELECT * FROM t'
}

@test "explain: words, actors, what was weighed, records" {
    run_quiet explain "Ghana recalled its ambassador from Togo on Monday." --date 2024-03-06
    status_is 0
    for h in sentence words actors weighed records; do output_has "$h"; done
    output_has GHA
    output_has '"start":"2024-03-04"'
    run_quiet explain --json Ghana recalled its ambassador from Togo on Monday. --date 2024-03-06
    status_is 0
    printf '%s\n' "$output" | python3 -c 'import json, sys
assert [json.loads(l) for l in sys.stdin]'
}

@test "explain gives a reason where nothing is coded" {
    run_quiet explain "The grass behind the old mill was wet."
    status_is 0
    printf '%s\n' "$output" | sed -n '/^weighed/,/^records/p' | grep -q '^  - ' || fails "no reason"
}

@test "several processes that make and fill one store at once" {
    mkdir news
    for i in 1 2 3 4 5 6; do printf 'Ghana recalled its ambassador from Togo on day %d.\n' $i >news/$i.txt; done
    for round in 1 2 3 4 5; do
        rm -f s.db*
        for _ in 1 2 3 4; do chancery read -q news --db s.db 2>>err 3>&- & done
        wait
        [ ! -s err ] || fails "round $round"
        [ "$(sqlite3 s.db 'SELECT count(*) FROM documents')" -eq 6 ] || fails "round $round"
    done
}

@test "list: --columns with --jsonl; one form at a time" {
    story
    chancery read -q story.txt --db s.db
    run_quiet list events --db s.db --jsonl --columns recipient,actor --type SANCTION
    output_is '{"recipient":"TGO","actor":"GHA"}'
    run_quiet list events --db s.db --jsonl --csv
    status_is 2
    err_has "one form"
}

@test "--threads writes the same store" {
    documents 150 >all.jsonl
    sed -i '70s/.*/no JSON/' all.jsonl
    for n in 1 2 5; do
        "$CHANCERY" read -q --threads $n all.jsonl --db $n.db 2>err.$n || true
        sqlite3 $n.db .dump | grep -v 'INSERT INTO runs' >dump.$n
        same dump.1 dump.$n
        same err.1 err.$n
    done
    [ "$(count 1.db documents)" -eq 149 ] && [ "$(count 1.db errors)" -eq 1 ]
}
