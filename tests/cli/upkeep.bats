# chancery snapshot, merge, verify: whole stores.
load support

read_story() {
    story
    chancery read -q story.txt --db "${1:-s.db}"
}

@test "a store that was just read is sound" {
    read_story
    run_quiet verify --db s.db
    status_is 0
    output_has "quotes"
    empty err
    run_quiet verify --db s.db --quiet
    output_is ""
}

@test "verify names the record whose quote was changed, and exits 1" {
    read_story
    id=$(sqlite3 s.db "SELECT id FROM events LIMIT 1")
    sqlite3 s.db "UPDATE events SET quote = 'nothing' WHERE id = '$id'"
    run_quiet verify --db s.db
    status_is 1
    output_has "quotes: $id in "
    output_has "other words stand there"
    run_quiet verify --db s.db --json
    status_is 1
    echo "$output" | ID="$id" python3 -c 'import json, os, sys
rows = [json.loads(line) for line in sys.stdin]
assert rows[0]["check"] == "quotes" and rows[0]["record"] == os.environ["ID"], rows[0]
assert sum("wrong" in row for row in rows) == 15'
    run_quiet verify --db s.db --limit 0
    status_is 1
    output_has "... and 1 more"
}

@test "verify --against: the source was changed since" {
    mkdir news
    story news/a.txt
    story news/b.txt
    chancery read -q news --db s.db
    story news/c.txt
    run_quiet verify --db s.db --against news
    status_is 0
    output_has "sources             3        0        1"
    echo "Togo answered in kind." >>news/b.txt
    run_quiet verify --db s.db --against news
    status_is 1
    output_has "sources: b.txt: the source is no longer what was read"
}

@test "snapshot: one sound file, the same twice, never over another" {
    read_story
    run_quiet snapshot a.db --db s.db
    status_is 0
    output_is ""
    err_has "a.db: 1 documents"
    chancery snapshot -q b.db --db s.db
    same a.db b.db
    ls a.db-* a.db.* 2>/dev/null && fails "side files"
    run_quiet snapshot a.db --db s.db
    status_is 1
    err_has "a.db: there is a file of that name already"
    run_quiet snapshot a.db --db s.db --force --quiet
    status_is 0
    empty err
    chancery verify -q --db a.db
    cp a.db before.db
    chmod 444 a.db
    chancery list events --db a.db | grep -q Ghana
}

@test "snapshot of a part, and without text" {
    read_examples() { chancery read --quiet "$EXAMPLES" --db s.db 2>/dev/null; }
    read_examples
    run_quiet snapshot part.db --db s.db --pair CHN,KEN
    status_is 0
    [ "$(sqlite3 part.db "SELECT count(*) FROM documents")" -gt 0 ]
    [ "$(sqlite3 part.db "SELECT count(*) FROM documents")" -lt "$(sqlite3 s.db "SELECT count(*) FROM documents")" ]
    chancery verify -q --db part.db
    chancery snapshot -q bare.db --db s.db --no-text
    [ "$(sqlite3 bare.db "SELECT count(*) FROM documents WHERE text <> ''")" -eq 0 ]
    [ "$(sqlite3 bare.db "SELECT count(*) FROM records")" -eq "$(sqlite3 s.db "SELECT count(*) FROM records")" ]
    chancery verify -q --db bare.db
    run_quiet snapshot x.db --db s.db --pair CHN
    status_is 2
    run_quiet snapshot x.db --db s.db --since 2025-02-30
    status_is 2
    run_quiet snapshot --db s.db
    status_is 2
    [ ! -e x.db ]
}

@test "merge: shards in any order are what one store would be" {
    find "$EXAMPLES" -type f | sort >all
    i=0
    while read -r f; do
        i=$((i + 1))
        chancery read -q "$f" --db "shard$((i % 3)).db" 2>/dev/null || true
    done <all
    chancery read -q "$EXAMPLES" --db whole.db 2>/dev/null
    run_quiet merge shard0.db shard1.db shard2.db --db m.db
    status_is 0
    err_has "shard1.db: "
    chancery merge -q shard2.db shard0.db shard1.db --db n.db
    for db in whole m n; do
        sqlite3 $db.db "SELECT * FROM records ORDER BY id; SELECT * FROM evidence ORDER BY record, field, n; SELECT * FROM relations ORDER BY a, b; SELECT * FROM links ORDER BY record, a, b" >$db
    done
    same whole m
    same whole n
    chancery verify -q --db m.db
    run_quiet merge shard0.db --db m.db
    err_has "shard0.db: 0 documents taken"
}

@test "merge: a bad shard is named and nothing is taken" {
    read_story a.db
    echo "no store at all, only a few words in a file" >bad.db
    run_quiet merge a.db bad.db --db m.db
    status_is 1
    err_has "bad.db"
    [ ! -e m.db ]
    run_quiet merge a.db --db a.db
    status_is 1
    err_has "into itself"
    run_quiet merge missing.db --db m.db
    status_is 1
    run_quiet merge
    status_is 2
}

@test "eval ledger: kinds, fields and labels" {
    read_story
    chancery code story.txt >out.jsonl
    run_quiet eval ledger out.jsonl out.jsonl
    status_is 0
    output_has "agreement_f1_strict=1.0000 agreement_f1_relaxed=1.0000"
    output_has "| Strict P |"
    output_has "parties 1.000"
    output_lacks "event:"
    run_quiet eval ledger out.jsonl out.jsonl --json
    echo "$output" | python3 -c 'import json, sys
first = json.load(sys.stdin)["labels"]["agreement"][0]
assert first["label"] == "signed" and first["strict"]["f1"] == 1, first'
    run_quiet eval ledger out.jsonl
    status_is 2
}
