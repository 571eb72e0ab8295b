# chancery parse FILE...: CoNLL-U.
load support

# valid FILE: CoNLL-U that holds by UD's rules: columns, ids, ranges, one root, trees, features sorted, text as the tokens read.
valid() {
    python3 - "$1" <<'END'
import re, sys
ids, n = set(), 0
data = open(sys.argv[1], encoding="utf-8", newline="\n").read()
assert data.endswith("\n\n") and "\r" not in data and "\n\n\n" not in data
for s in data[:-2].split("\n\n"):
    n += 1
    comments, words, text, skip, heads = {}, [], "", 0, {}
    for line in s.split("\n"):
        if line.startswith("#"):
            assert not words and not skip, "a comment inside"
            m = re.fullmatch(r"# (newdoc|newpar|newdoc id|newpar id|sent_id|text)(?: = (.*))?", line)
            assert m, line
            comments[m[1]] = m[2]
            continue
        f = line.split("\t")
        assert len(f) == 10 and all(f), line
        misc = f[9].split("|") if f[9] != "_" else []
        if "-" in f[0]:
            a, b = map(int, f[0].split("-"))
            assert a == len(words) + 1 and b > a and f[2:9] == ["_"] * 7
            skip = b
        else:
            words.append(f)
            assert f[0] == str(len(words))
            heads[len(words)] = int(f[6])
            assert (f[6] == "0") == (f[7] == "root"), line
            assert f[3] in "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
            assert not re.search(r"\s", f[1] + f[2]) or " " in f[1]
            if f[5] != "_":
                names = [x.split("=")[0].lower() for x in f[5].split("|")]
                assert names == sorted(set(names)), f[5]
            for x in misc:
                assert x == "SpaceAfter=No" or re.fullmatch(r"NER=[BI]-(PER|ORG|LOC|MISC)", x), x
            if len(words) <= skip:
                assert "SpaceAfter=No" not in misc
                continue
        text += f[1] + ("" if "SpaceAfter=No" in misc else " ")
    assert skip <= len(words)
    assert list(heads.values()).count(0) == 1
    for w in heads:
        at, steps = w, 0
        while at:
            at, steps = heads[at], steps + 1
            assert steps <= len(words), "a cycle"
    assert comments["text"] == text.rstrip(" "), (comments["text"], text)
    assert comments["sent_id"] not in ids
    ids.add(comments["sent_id"])
assert n
END
}

@test "every plain example gives valid CoNLL-U that holds the whole text" {
    for f in "$EXAMPLES"/*.txt; do
        chancery parse "$f" >out 2>err
        valid out || fails "$f"
        python3 -c 'import sys
text = "".join(open(sys.argv[1], encoding="utf-8").read().split())
out = "".join("".join(l[9:].split()) for l in open("out", encoding="utf-8") if l.startswith("# text = "))
assert out == text' "$f" || fails "$f: not the whole text"
    done
}

@test "names, multiword tokens, boundaries" {
    printf 'LIMA - Peru didn'"'"'t sign. Ana Diaz left.\n\nIt rained.\n' >"my story.txt"
    run_quiet parse "my story.txt"
    status_is 0
    empty err
    output_has "# newdoc id = my_story.txt"
    output_has "# sent_id = my_story.txt-3"
    output_has "	didn't	_	_	_	_	_	_	_	_"
    output_has "NER=B-"
    [ "$(grep -c '^# newpar$' <<<"$output")" -eq 2 ] || fails "two paragraphs"
    [ "$(grep -c '^# newdoc' <<<"$output")" -eq 1 ] || fails "one document"
}

@test "standard input, directories, compressed files, JSONL" {
    mkdir d
    story d/story.txt
    chancery parse d/story.txt >a
    chancery parse d >b
    same a b
    chancery parse - <d/story.txt | sed 's/stdin/story.txt/' >b
    same a b
    chancery parse <d/story.txt | sed 's/stdin/story.txt/' >b
    same a b
    gzip -c d/story.txt >s.gz
    chancery parse s.gz | sed 's/s\.gz/story.txt/' >b
    same a b
    printf '{"id":"x1","text":"Rain fell."}\n{"id":"x2","text":"It stopped."}\n' >x.jsonl
    run_quiet parse x.jsonl
    output_has "# newdoc id = x1"
    output_has "# newdoc id = x2"
}

@test "--threads changes nothing but the time; output stays in order, errors are counted" {
    mkdir d
    for i in $(seq 60); do { story; cat story.txt story.txt story.txt; echo "Envoy $i left Lima."; } >d/$(printf %02d "$i").txt; done
    : >d/30.txt
    for n in 1 2 3 8; do
        chancery parse --threads $n d >out.$n 2>err.$n || fails "status"
        same out.1 out.$n
        same err.1 err.$n
    done
    valid out.1
    grep -q "30.txt" err.1 || fails "the empty file was not named"
    [ "$(grep -c '^# newdoc' out.1)" -eq 59 ] || fails "59 documents"
    for i in $(seq 700); do printf '1\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n2\tfell%d\t_\t_\t_\t_\t_\t_\t_\t_\n\n' "$i"; done >g.conllu
    chancery parse --input conllu g.conllu >a
    chancery parse --input conllu --threads 4 g.conllu >b
    same a b
    valid a
    [ "$(grep -c '^2' a)" -eq 700 ] || fails "700 sentences"
    for n in 0 257 x -1 ""; do
        run_quiet parse --threads "$n" g.conllu
        status_is 2
    done
}

# The given tokens and sentences come back whole; every other column is the parser's.
@test "--input conllu keeps tokens and sentences and ignores every other column" {
    {
        printf '# newdoc id = d1\n# newpar id = p1\n# sent_id = one\n# text = ignored\n# other = x\n'
        printf '1-2\tZum\t_\t_\t_\t_\t_\t_\t_\t_\n1\tzu\tx\t?\t?\tQ\t99\tfoo\tbar\tA=b\n2\tdem\t_\t_\t_\t_\t1\t_\t_\t_\n'
        printf '2.1\tempty\t_\t_\t_\t_\t_\t_\t_\t_\n3\tHafen\t_\t_\t_\t_\t0\t_\t_\tA=b|SpaceAfter=No\n4\t!\t_\t_\t_\t_\t_\t_\t_\t_\n\n'
        printf '# newpar\n1\tGO\t_\t_\t_\t_\t_\t_\t_\t_\n\n'
    } >g.conllu
    run_quiet parse --input conllu g.conllu
    status_is 0
    empty err
    printf '%s\n\n' "$output" >out
    valid out
    grep -v '^[0-9]*	' out | grep . >comments
    printf '%s\n' '# newdoc id = d1' '# newpar id = p1' '# sent_id = one' '# text = Zum Hafen!' \
        '1-2	Zum	_	_	_	_	_	_	_	_' '# newpar' '# sent_id = g.conllu-2' '# text = GO' >expected
    same expected comments
    [ "$(grep -P '^\d+\t' out | cut -f1,2 | tr '\t\n' '  ')" = "1 zu 2 dem 3 Hafen 4 ! 1 GO " ] || fails "tokens"
    gzip -c g.conllu >g.conllu.gz
    chancery parse -i conllu g.conllu.gz | sed 's/\.gz//' >b
    same out b
    chancery parse -i conllu - <g.conllu | sed 's/stdin/g.conllu/' >b
    same out b
    chancery parse -i conllu out >again
    same out again
}

@test "a file named .conllu is taken for text only when that is said" {
    printf '1\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n\n' >g.conllu
    run_quiet parse g.conllu
    status_is 2
    err_has "--input conllu"
    run_quiet parse --input auto g.conllu
    status_is 2
    run_quiet parse --input text g.conllu
    status_is 0
    run_quiet parse --input tree g.conllu
    status_is 2
}

@test "a bad sentence costs itself; --max-errors and exit codes" {
    row() { printf '%s\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n' "$1" "$2"; }
    { row 1 Rain; echo; row 1 Rain; row 3 gap; echo; row 1 Snow; echo; } >g.conllu
    run_quiet parse --input conllu g.conllu
    status_is 0
    err_has "g.conllu:4: "
    output_has "1	Rain"
    output_has "1	Snow"
    output_lacks gap
    run_quiet parse --input conllu --max-errors 0 g.conllu
    status_is 3
    run_quiet parse --input conllu gone.conllu
    status_is 1
    err_has "gone.conllu"
    run_quiet parse gone.txt
    status_is 1
    story
    run_quiet parse --max-errors 0 gone.txt story.txt
    status_is 3
    run_quiet parse gone.txt story.txt
    status_is 0
    run bash -c "'$CHANCERY' parse story.txt >/dev/full"
    status_is 1
}

@test "sentences of one word and of 5,000, all capitals, no blanks, other scripts" {
    awk 'BEGIN {for (i = 1; i <= 5000; i++) printf "%d\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n", i, i % 3 ? "and" : "Peru"; print ""; print "1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n"}' >g.conllu
    chancery parse --input conllu g.conllu >out
    valid out
    [ "$(grep -c '^5000	' out)" -eq 1 ] || fails "5,000 words"
    { echo "Stop"; echo; echo "PERU AND CHILE SIGNED A TREATY IN LIMA ON FRIDAY"; echo; yes and | head -7000 | tr '\n' ' '; echo; echo
      printf '\xe5\x92\x8c\xe5\xb9\xb3\xe6\x9d\xa1\xe7\xba\xa6\xe3\x80\x82\n\n\xd0\x9c\xd0\xb8\xd1\x80 \xd0\xb2 \xd0\x9b\xd0\xb8\xd0\xbc\xd0\xb5.\n\n\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\n'; } >x.txt
    chancery parse x.txt >out
    valid out
    output=$(cat out)
    output_has $'\xd0\x9c\xd0\xb8\xd1\x80'
    head -c 300000 /dev/zero | tr '\0' x >x.txt
    chancery parse x.txt >out
    valid out
}
