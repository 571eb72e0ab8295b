# chancery desk: its options, the line it prints, its end.
load support

teardown() { [ -z "${desk-}" ] || kill -KILL "$desk" 2>/dev/null || true; }

read_story() {
    story
    chancery read -q story.txt --db s.db
}

# start OPTION...: a desk on any free port; $url, $origin, $token, and its process $desk.
start() {
    "$CHANCERY" desk --port 0 "$@" >url 2>desk-err 3>&- &
    desk=$!
    for _ in $(seq 100); do
        [ -s url ] && break
        kill -0 "$desk" 2>/dev/null || return 1
        sleep 0.1
    done
    url=$(cat url)
    origin=${url%%/\?*}
    token=${url##*=}
}

# stop [SIGNAL]: ends it (TERM); its exit status in $status, the seconds it took in $took.
stop() {
    began=$(date +%s)
    kill -"${1:-TERM}" "$desk"
    status=0
    wait "$desk" || status=$?
    took=$(($(date +%s) - began))
    desk=
}

ask() { curl -sg -H "Authorization: Bearer $token" "$origin/api/v1/$1" "${@:2}"; }
code() { ask "$1" -o answer -w '%{http_code}' "${@:2}"; }
wait_for_job() {
    for _ in $(seq 200); do
        state=$(ask "jobs/$1" | jq -r .state)
        case $state in done | failed) return ;; esac
        sleep 0.1
    done
    fails "job $1 did not end: $state"
}

@test "options that make no sense are errors of usage" {
    read_story
    for bad in '--port x' '--port 65536' '--port -1' '--address nowhere' '--nothing' 'operand'; do
        run_quiet desk --db s.db $bad
        status_is 2
        output_is ""
    done
}

@test "no store, or one that is none, is said at once" {
    run_quiet desk --db none.db --port 0
    status_is 1
    err_has "none.db"
    [ ! -e none.db ]
    head -c 5000 /dev/urandom >junk.db
    run_quiet desk --db junk.db --port 0
    status_is 1
    err_has "junk.db"
}

@test "a port that is taken" {
    read_story
    start --db s.db
    port=${origin##*:}
    run_quiet desk --db s.db --port "$port"
    status_is 1
    err_has "port $port: another program is there"
    run_quiet desk --db s.db --port 0 --address 192.0.2.1
    status_is 1
    err_has "192.0.2.1 port 0: "
    output_lacks "another program"
    stop
}

@test "prints one line, the address; SIGTERM and SIGINT end it with 0" {
    read_story
    start --db s.db
    [ "$(wc -l <url)" -eq 1 ]
    [[ $url =~ ^http://127\.0\.0\.1:[0-9]+/\?token=[0-9a-f]{32}$ ]] || fails "$url"
    [ "$(code status)" = 200 ]
    stop
    status_is 0
    empty desk-err
    start --db s.db --read-only
    [ "$(ask status | jq .read_only)" = true ]
    stop INT
    status_is 0
    chancery verify -q --db s.db
}

@test "IPv6, and further names" {
    read_story
    start --db s.db --address ::1 --host desk.example || skip "no IPv6 here"
    [[ $url == "http://[::1]:"* ]] || fails "$url"
    [ "$(code status)" = 200 ]
    [ "$(code status -H 'Host: desk.example')" = 200 ]
    [ "$(code status -H 'Host: evil.example')" = 421 ]
    stop
    status_is 0
    start --db s.db --address 0:0::1
    [[ $url == "http://[::1]:"* ]] || fails "$url"
    [ "$(code status)" = 200 ]
    stop
    start --db s.db --address ::
    [[ $url == "http://[::]:"* ]] || fails "$url"
    [ "$(code status)" = 200 ]
    stop
}

@test "an export that fails midway is broken off" {
    read_story
    text=$(cat story.txt)
    for i in $(seq 400); do printf '%s\n' "${text//Ghana/Ghana, it said $i times,}" >"x$i.txt"; done
    chancery read -q x*.txt --db s.db
    start --db s.db
    [ "$(code export/jsonl)" = 200 ]
    [ "$(wc -l <answer)" -gt 400 ]
    stop
    size=$(stat -c %s s.db) page=4096
    # pages of the events' table, from the middle of the file on, but for those that hold the schema
    for n in $(sqlite3 s.db "SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY pageno LIMIT 20 OFFSET 5"); do
        head -c $page /dev/urandom | dd of=s.db bs=$page seek=$((n - 1)) conv=notrunc status=none
    done
    [ "$(stat -c %s s.db)" = "$size" ]
    start --db s.db
    status=0
    ask export/jsonl -o answer || status=$?
    [ "$status" -ne 0 ] || fails "a part looks like the whole: $(wc -l <answer) lines"
    [ "$(code status)" = 200 ]
    ask 'list/events?limit=1000' >answer
    jq -r .error.message answer | grep -q malformed || fails "$(cat answer)"
    ! grep -q "$PWD" answer || fails "the answer has a path"
    stop
}

@test "a store that nobody may write is read" {
    [ "$(id -u)" -ne 0 ] || skip "root may write everything"
    read_story
    chmod a-w s.db .
    start --db s.db
    [ "$(code list/events)" = 200 ]
    [ "$(code reviews/undo --data '{"reviewer":"Ann"}')" -ge 500 ]
    chmod u+w s.db .
    stop
}

@test "a store that is replaced while a file is read gets the rest, and a run" {
    read_story
    dull
    for i in $(seq 300); do printf '{"text":"Ghana and Togo signed agreement number %s on Monday.","date":"2024-03-04"}\n' "$i"; done >many.jsonl
    chancery read -q dull.txt --db other.db
    start --db s.db
    job=$(ask 'read?name=many.jsonl' --data-binary @many.jsonl | jq .job)
    for _ in $(seq 200); do
        [ "$(ask "jobs/$job" | jq .new)" -gt 5 ] && break
        sleep 0.02
    done
    mv other.db s.db
    wait_for_job "$job"
    [ "$state" = done ] || fails "$(ask "jobs/$job")"
    stop
    status_is 0
    chancery verify -q --db s.db
    [ "$(sqlite3 s.db 'SELECT count(*) FROM documents WHERE run NOT IN (SELECT id FROM runs)')" -eq 0 ]
    [ "$(sqlite3 s.db "SELECT count(*) FROM documents WHERE run IS NULL")" -eq 0 ]
    [ "$(sqlite3 s.db "SELECT count(*) FROM runs WHERE command = 'desk: many.jsonl' AND ended IS NOT NULL")" -eq 1 ]
}

@test "stories that cannot be read leave the store open to others" {
    read_story
    start --db s.db
    job=$(printf '{"a":1}\n{"a":2}\n' | ask 'read?name=bad.jsonl' --data-binary @- | jq .job)
    wait_for_job "$job"
    [ "$state" = failed ]
    sqlite3 s.db 'BEGIN IMMEDIATE; ROLLBACK'
    [ "$(sqlite3 s.db 'SELECT count(*) FROM errors')" -eq 2 ]
    [ "$(sqlite3 s.db 'SELECT count(*) FROM errors WHERE run IS NULL')" -eq 0 ]
    stop
}

@test "many clients at once take little memory" {
    read_story
    start --db s.db
    for _ in $(seq 200); do ask 'list/events' -o /dev/null & pids="${pids-} $!"; done
    # shellcheck disable=SC2086
    wait $pids
    peak=$(awk '/VmHWM/ { print $2 }' "/proc/$desk/status")
    echo "# peak $peak kB" >&3
    [ "$peak" -lt 400000 ] || fails "$peak kB"
    stop
}

@test "a store that is locked takes no writes, says so, and is read all the same" {
    read_story
    start --db s.db
    id=$(ask 'list/events?limit=1' | jq -r '.rows[0].id')
    mkfifo hold
    sqlite3 s.db <hold 3>&- &
    exec 7>hold
    echo 'BEGIN IMMEDIATE;' >&7
    sleep 0.5
    [ "$(code reviews --data "{\"verdict\":\"accept\",\"reviewer\":\"Ann\",\"record\":\"$id\"}")" = 503 ]
    [ "$(jq -r .error.code answer)" = locked ] || fails "$(cat answer)"
    [ "$(code list/events)" = 200 ]
    echo 'ROLLBACK;' >&7
    exec 7>&-
    sleep 0.5
    [ "$(code reviews --data "{\"verdict\":\"accept\",\"reviewer\":\"Ann\",\"record\":\"$id\"}")" = 200 ] || fails "$(cat answer)"
    stop
}

@test "a store that is replaced is asked from then on; one that is gone is missed" {
    read_story
    dull
    chancery read -q dull.txt --db other.db
    start --db s.db
    [ "$(ask list/events | jq '.rows | length')" -gt 0 ]
    mv other.db s.db
    [ "$(ask list/events | jq '.rows | length')" -eq 0 ]
    rm s.db
    [ "$(code list/events)" -ge 500 ]
    jq -r .error.message answer | grep -q 'unable to open' || fails "$(cat answer)"
    [ ! -e s.db ]
    stop
    status_is 0
}

@test "a folder for temporary files that cannot be written fails the job, not the desk" {
    read_story
    TMPDIR=$PWD/nowhere start --db s.db
    job=$(ask 'read?name=x.txt' --data-binary @story.txt | jq .job)
    wait_for_job "$job"
    [ "$state" = failed ]
    ask "jobs/$job" | jq -r .message | grep -q 'temporary folder'
    stop
    status_is 0
}

@test "names with dots, and long ones; a long TMPDIR" {
    long=$PWD/$(printf 'd%.0s' $(seq 150))
    mkdir "$long"
    read_story
    TMPDIR=$long start --db s.db
    sed 's/Ghana/Kenya/' story.txt >other.txt
    job=$(ask 'read?name=../../../etc/x.txt' --data-binary @other.txt | jq .job)
    wait_for_job "$job"
    [ "$state" = done ] || fails "$(ask "jobs/$job")"
    [ "$(ask "jobs/$job" | jq -r .name)" = x.txt ]
    name=$(printf 'é%.0s' $(seq 150))
    sed 's/Ghana/Chad/' story.txt >third.txt
    job=$(ask "read?name=$name.txt" --data-binary @third.txt | jq .job)
    wait_for_job "$job"
    [ "$state" = done ] || fails "$(ask "jobs/$job")"
    ask "jobs/$job" | jq -r .name | grep -q 'é\.txt$'
    [ "$(code 'read?name=%ff.txt' --data x)" = 400 ]
    [ -z "$(ls "$long")" ]
    stop
    status_is 0
}

@test "SIGTERM while a long story is read: ends within seconds, the store is sound" {
    read_story
    printf '%s\n\n' "$(cat story.txt)" >once.txt
    awk '{ text = text $0 "\n" } END { for (i = 0; i < 20000; i++) printf "%s", text }' once.txt >long.txt
    [ "$(wc -c <long.txt)" -gt 2500000 ]
    start --db s.db
    [ "$(code 'read?name=long.txt' --data-binary @long.txt)" = 202 ]
    sleep 1
    stop
    status_is 0
    [ "$took" -le 8 ] || fails "took $took s"
    chancery verify -q --db s.db
}

@test "an older schema is brought up to date, but not by a desk that only reads" {
    read_story
    version=$(sqlite3 s.db 'PRAGMA user_version')
    sqlite3 s.db 'PRAGMA user_version = 999'
    run_quiet desk --db s.db --port 0
    status_is 1
    err_has "newer"
    sqlite3 s.db "PRAGMA user_version = $version"
}
