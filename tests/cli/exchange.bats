# chancery export and import from outside: files, directories, exit codes.
load support

FILES="$BATS_TEST_DIRNAME/../exchange"

@test "jsonl of a store is what code prints" {
    story
    chancery read -q story.txt --db s.db
    chancery code story.txt >coded
    chancery export --as jsonl --db s.db >exported
    same coded exported
}

@test "csv to a directory: all tables, codebook, data package" {
    story
    chancery read -q story.txt --db s.db
    run_quiet export --as csv --db s.db -o out/
    status_is 0
    output_is ""
    err_has "out/: "
    for t in documents events statements agreements levels figures participants magnitudes; do
        [ -s "out/$t.csv" ] || fails "no $t.csv"
    done
    grep -q '^# Codebook: CSV' out/CODEBOOK.md
    grep -q '"participants"' out/datapackage.json
    run_quiet export --as csv --db s.db --kind events
    status_is 0
    output_has "id,document,document_name"
    run_quiet export --as csv --db s.db
    status_is 2
    err_has "csv has a file for each table"
}

@test "json to a directory has its schema; half a file is never left" {
    story
    chancery read -q story.txt --db s.db
    chancery export --as plover --db s.db -o out/ -q
    [ -s out/plover.jsonl ] && [ -s out/schema.json ] && [ -s out/CODEBOOK.md ] || fails "files"
    run_quiet export --as icews --db s.db -o nowhere/events.tab
    status_is 1
    err_has "nowhere/events.tab"
    [ ! -e out/plover.jsonl.part ] || fails "a part is left"
}

@test "gold: judged sentences, which pass the check of the corpus" {
    story
    chancery read -q story.txt --db s.db
    chancery export --as gold --db s.db >gold.txt
    ! grep -q '^@' gold.txt || fails "nothing is judged yet"
    for record in $(sqlite3 s.db 'SELECT id FROM records'); do
        sqlite3 s.db "INSERT INTO reviews (time, reviewer, verdict, record, kind, document, sentence, was, became)
            SELECT '2024-03-05T10:00:00.000Z', 'Ann', 'accept', id, kind, document, sentence, '{}', '{}' FROM records WHERE id = '$record'"
    done
    chancery export --as gold --db s.db >gold.txt
    grep -q '^@ 2024-03-04 wire other$' gold.txt || fails "$(cat gold.txt)"
    grep -q 'Ghana' gold.txt
    chancery corpus check gold.txt
    chancery export --as gold --reviewer Ben --db s.db >bens.txt
    ! grep -q '^@' bens.txt || fails "Ben judged nothing"
    run_quiet export --as gold --reviewer Ann --db s.db -o out/
    status_is 0
    same gold.txt out/gold.txt
    err_has "sentences"
    grep -q '^# Codebook: gold' out/CODEBOOK.md
    for bad in "--as gold --since 2024" "--as gold --no-text" "--as csv --kind events --reviewer Ann"; do
        # shellcheck disable=SC2086
        run_quiet export --db s.db $bad
        status_is 1
        err_has "gold is of"
    done
}

@test "export: options that make no sense" {
    story
    chancery read -q story.txt --db s.db
    for bad in "--as csb" "--as jsonl --kind spoons" "--as icews --kind levels" "--as jsonl --kind documents" "--as jsonl --pair CHN" "" "--schema csv" "--as jsonl more"; do
        # shellcheck disable=SC2086
        run_quiet export --db s.db $bad
        status_is 2
    done
    run_quiet export --as jsonl --db s.db --since 2024-13
    status_is 1
    err_has "not a date that exists"
    run_quiet export --as jsonl --db none.db
    status_is 1
    err_has "makes a store"
}

@test "import: counts, the same again, several files, a bad one among them" {
    run_quiet import "$FILES/icews.tab" "$FILES/nothing.tab" "$FILES/polecat.txt" --db s.db
    status_is 0
    err_has "icews, new: 5 rows, 3 events, 1 repeated, 1 without an event, 0 without an actor, 0 bad"
    err_has "nothing.tab: No such file"
    err_has "polecat, new: 2 rows"
    run_quiet import "$FILES/icews.tab" --db s.db
    err_has "already there"
    [ "$(sqlite3 s.db "SELECT count(*) FROM links WHERE origin = 'icews'")" -gt 0 ] || fails "nothing derived"
}

@test "import: the standard input, compressed" {
    gzip -c "$FILES/gdelt.export.CSV" | "$CHANCERY" import - --db s.db 2>err
    err_has "gdelt, new: 7 rows, 4 events"
    err_has "column 41 (Actor1Geo_Lat): '4#.25' is no latitude"
}

@test "import: --max-errors, --from" {
    run_quiet import "$FILES/icews-broken.tab" --db s.db --max-errors 3
    status_is 3
    run_quiet import "$FILES/icews-broken.tab" --db t.db --max-errors 5%
    status_is 3
    run_quiet import "$FILES/polecat-broken.txt" --db u.db
    status_is 1
    run_quiet import "$FILES/icews.tab" --from phoenix --db s.db
    status_is 1
    err_has "those of icews, not of phoenix"
    for bad in "--from icews" "--max-errors x" ""; do
        # shellcheck disable=SC2086
        run_quiet import $bad --db s.db
        status_is 2
    done
    [ "$(sqlite3 t.db 'SELECT count(*) FROM errors')" -eq 15 ] || fails "errors"
}

@test "there and back" {
    chancery import -q "$FILES/icews.tab" --db a.db
    chancery export --as icews --db a.db >a.tab
    chancery import -q a.tab --db b.db
    chancery export --as icews --db b.db >b.tab
    for f in a b; do cut -f 2-11,15-20 $f.tab | sort >$f; done
    same a b
}
