# The same input gives the same bytes, on terminals and off them, whatever the environment says.
load support

escapes() { LC_ALL=C grep -q "$(printf '\033')" "$1"; }

# Runs a command with a terminal for its output, caught in file $1. Skips where no terminal can be made (a bare chroot).
on_terminal() {
    python3 -c 'import os, pty; [os.close(f) for f in pty.openpty()]' 2>/dev/null || skip "no pseudo-terminals here"
    out=$1
    shift
    python3 - "$out" "$@" <<'END'
import os, pty, subprocess, sys
master, slave = pty.openpty()
p = subprocess.Popen(sys.argv[2:], stdout=slave, stdin=subprocess.DEVNULL)
os.close(slave)
with open(sys.argv[1], "wb") as out:
    try:
        while data := os.read(master, 65536):
            out.write(data)
    except OSError:  # the other end is closed
        pass
sys.exit(p.wait())
END
}

make_store() {
    story
    chancery read -q story.txt --db s.db
}

@test "no escape codes when the output is no terminal" {
    make_store
    for c in "show story.txt --db s.db" "list events --db s.db" "explain Ghana recalled its ambassador from Togo."; do
        # shellcheck disable=SC2086
        TERM=xterm chancery $c >out
        ! escapes out || fails "$c"
    done
}

@test "--color always colours, --color never does not" {
    make_store
    for c in "show story.txt --db s.db" "list events --db s.db" "explain Ghana recalled its ambassador from Togo."; do
        # shellcheck disable=SC2086
        NO_COLOR=1 TERM=dumb chancery $c --color always >out
        escapes out || fails "$c: no colour"
        # shellcheck disable=SC2086
        on_terminal out "$CHANCERY" $c --color never
        ! escapes out || fails "$c: colour"
    done
}

@test "colour on a terminal, unless NO_COLOR or TERM=dumb" {
    make_store
    export TERM=xterm
    on_terminal out "$CHANCERY" show story.txt --db s.db
    escapes out || fails "no colour on a terminal"
    NO_COLOR='' on_terminal out "$CHANCERY" show story.txt --db s.db
    escapes out || fails "an empty NO_COLOR means nothing"
    NO_COLOR=1 on_terminal out "$CHANCERY" show story.txt --db s.db
    ! escapes out || fails "NO_COLOR"
    TERM=dumb on_terminal out "$CHANCERY" show story.txt --db s.db
    ! escapes out || fails "TERM=dumb"
}

@test "colours off, the words are the same" {
    make_store
    chancery show story.txt --db s.db --color always | sed 's/\x1b\[[0-9;]*m//g' >a
    chancery show story.txt --db s.db --color never >b
    same a b
}

@test "read shows progress only on a terminal" {
    story
    run_quiet read story.txt --db s.db
    ! LC_ALL=C grep -q "$(printf '\r')" err || fails "progress in a file"
}

@test "two runs, two ways to call, the same bytes" {
    chancery code "$EXAMPLES" >a 2>/dev/null
    [ -s a ] || fails "no records"
    chancery code "$EXAMPLES" >b 2>/dev/null
    same a b
    for f in "$EXAMPLES"/*; do case $f in */README.md) ;; *) chancery code "$f" ;; esac; done >c
    chancery code $(ls "$EXAMPLES"/* | grep -v README.md) >d
    same c d
}

@test "the order of documents does not change their records" {
    ls "$EXAMPLES"/*.txt >names
    chancery code $(cat names) | LC_ALL=C sort >a
    chancery code $(tac names) | LC_ALL=C sort >b
    same a b
}

@test "neither locale nor time zone nor the clock's day changes a byte" {
    chancery code "$EXAMPLES" >a 2>/dev/null
    for l in C POSIX $(locale -a 2>/dev/null | head -40); do
        LC_ALL=$l LANG=$l chancery code "$EXAMPLES" >b 2>/dev/null
        same a b
    done
    for tz in UTC Pacific/Kiritimati America/Anchorage Asia/Kolkata; do
        TZ=$tz chancery code "$EXAMPLES" >b 2>/dev/null
        same a b
    done
    if command -v faketime >/dev/null; then
        faketime '2031-02-03 04:05:06' "$CHANCERY" code "$EXAMPLES" >b 2>/dev/null
        same a b
    fi
}

@test "two stores of the same input hold the same" {
    for db in a b; do
        chancery read -q "$EXAMPLES" --db $db.db 2>/dev/null
        sqlite3 $db.db .dump | grep -v '^INSERT INTO runs ' >$db
    done
    same a b
}

@test "knowledge from another place, the same bytes" {
    cp "$(dirname "$CHANCERY")/chancery.knowledge" moved.knowledge || skip "no compiled knowledge beside the program"
    chancery code "$EXAMPLES" >a 2>/dev/null
    chancery code --knowledge moved.knowledge "$EXAMPLES" >b 2>/dev/null
    same a b
    CHANCERY_KNOWLEDGE=moved.knowledge chancery code "$EXAMPLES" >b 2>/dev/null
    same a b
}
