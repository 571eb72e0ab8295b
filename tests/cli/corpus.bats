# chancery corpus check|stats|convert|agree: the annotated corpus.
load support

# Two sentences and what is annotated of them, on known lines.
small() {
    cat >small.txt <<'END'
# a small corpus
@ 2024-05-13 wire diplomacy
[Norway's foreign minister|a=NOR.GOV] {phoned|1} [his Omani counterpart|b=OMN.GOV] on Monday and {promised|2} [him|b] 3 million euros.
  1 CONSULT/phone a,b active cameo 041 context diplomatic when "on Monday" 2024-05-13
  2 AGREE a > b2 coordinated cameo 0331 money 3e6 EUR
  figure aid 3e6 EUR a > b words "3 million euros"

@ 2024-05-14 state/VNM other
The coach \[sic\] attacked his own defence.
  not sport "attacked"
END
}

count() { python3 -c "import json,sys; cells=json.load(sys.stdin)['cells']; print(sum(c['count'] for c in cells if c['dimension']=='$1' and ('$2'=='' or c['value']=='$2')))"; }

@test "the corpus has no fault" {
    run_quiet corpus check "$ROOT/corpus"
    status_is 0
    empty err
    output_has " 0 faults"
}

@test "the corpus is as large and as wide as its plan" {
    chancery corpus stats "$ROOT/corpus" --matrix "$ROOT/corpus/matrix.tsv" --json >stats.json
    python3 - <<'END'
import json
s = json.load(open('stats.json'))
cells = {}
for c in s['cells']:
    cells.setdefault(c['dimension'], {})[c['value']] = c['count']
few = [(c['dimension'], c['value'], c['count'], c['wanted']) for c in s['cells'] if c['count'] < c['wanted']]
assert not few, few
sentences = sum(cells['sentence'].values())
assert sum(cells['sentences'].values()) >= 4000, cells['sentences']
assert sum(cells['stories'].values()) >= 100, cells['stories']
assert len(cells['country']) >= 120
assert max(cells['country'].values()) <= 0.08 * sentences
assert sentences - cells['sentence']['event'] >= 0.25 * sentences
assert 22 <= s['corpus']['length'][1] <= 26, s['corpus']['length']
assert s['corpus']['share_long'] > 0.01
END
}

@test "a tenth was annotated twice, and the annotations agree" {
    for side in first second; do # apart: their texts are the same
        run_quiet corpus check "$ROOT/corpus/second/$side"
        status_is 0
    done
    run_quiet corpus agree "$ROOT/corpus/second/first" --second "$ROOT/corpus/second/second" --json
    status_is 0
    printf '%s' "$output" | python3 -c '
import json, sys
a = json.load(sys.stdin)
rows = {r["field"]: r for r in a["fields"]}
assert a["units"] >= 500
assert rows["event type or no event, found by either"]["kappa"] > 0.85
assert rows["sentence holds an event or not"]["kappa"] > 0.95'
}

@test "faults are told with file and line, and count" {
    printf '@ 2024-05-13 wire law\nIt rained.\n@ 2024-05-13 wire law\nIt poured.\n  not weather\n' >bad.txt
    run_quiet corpus check bad.txt
    status_is 1
    err_has "bad.txt:2: no event, and no line 'not REASON' that says why"
    output_is "2 sentences, 0 stories of 0 sentences; 0 events, 0 statements, 0 agreements, 0 levels, 0 figures; 2 sentences without event; 1 fault"
    run_quiet corpus check bad.txt --quiet
    status_is 1
    empty err
}

@test "what cannot be read, and bytes that are no text" {
    run_quiet corpus check nowhere.txt
    status_is 1
    err_has "nowhere.txt: No such file"
    printf '@ 2024-05-13 wire law\nIt r\xffined.\n\n@ 2024-05-13 wire law\nIt poured.\n  not weather\n' >bytes.txt
    run_quiet corpus check bytes.txt
    status_is 1
    err_has "bytes.txt:2: not UTF-8"
    output_has "1 sentences"
    printf '@ 2024-05-13 wire law\nIt poured.\n  not weather\n\nIt \xff.\n\n  not sport\n@ 2024-05-13 wire law\nIt froze.\n  not weather\n' >middle.txt
    run_quiet corpus check middle.txt # what stands before the bytes and behind the next header is kept
    output_has "2 sentences"
    output_has "1 fault"
    mkdir empty
    run_quiet corpus check empty
    status_is 1
    err_has "empty: holds no file of a corpus (*.txt)"
}

@test "usage" {
    small
    run_quiet corpus
    status_is 2
    err_has "say what to do"
    run_quiet corpus check
    status_is 2
    run_quiet corpus convert small.txt
    status_is 2
    err_has "--to FORM"
    run_quiet corpus check small.txt --split half
    status_is 2
    err_has "--split half"
    run_quiet corpus check small.txt --matrix m.tsv
    status_is 2
    run_quiet corpus stats small.txt --second small.txt
    status_is 2
}

@test "counts, the matrix and other prose beside it" {
    small
    printf '# plan\ntype\tCONSULT\t1\ntype\tAID\t2\n' >matrix.tsv
    story
    run_quiet corpus stats small.txt --matrix matrix.tsv --beside story.txt
    status_is 0
    output_has "CONSULT     1/1"
    output_has "AID         0/2   !"
    output_has "1 of the 2 values that the matrix asks for stand too seldom"
    output_has "50.0 % of the sentences are negative or hold a near miss"
    chancery corpus stats small.txt --beside story.txt --json >stats.json
    [ "$(count type '' <stats.json)" = 2 ] || fails "two events"
    [ "$(count country OMN <stats.json)" = 1 ] || fails "Oman in one sentence"
    python3 -c 'import json; s=json.load(open("stats.json")); assert s["corpus"]["words"] == 22 and s["beside"]["words"] > 10'
    printf 'type by modality\tACCUSE\t3\n' >matrix.tsv
    run_quiet corpus stats small.txt --matrix matrix.tsv
    status_is 0
    printf 'type\tCONSULT\tmany\n' >matrix.tsv
    run_quiet corpus stats small.txt --matrix matrix.tsv
    status_is 1
    err_has "matrix.tsv:1: a line of the matrix is dimension, value and number"
}

@test "parts of the corpus do not overlap and are the whole" {
    for part in train dev held; do chancery corpus convert "$ROOT/corpus" --to documents --split $part >$part.jsonl; done
    chancery corpus convert "$ROOT/corpus" --to documents >all.jsonl
    [ "$(cat train.jsonl dev.jsonl held.jsonl | sort | uniq -d | wc -l)" = 0 ] || fails "a text in two parts"
    [ "$(cat train.jsonl dev.jsonl held.jsonl | sort | cksum)" = "$(sort all.jsonl | cksum)" ] || fails "parts are not the whole"
    python3 -c '
n = {p: sum(1 for _ in open(p + ".jsonl")) for p in ("train", "dev", "held")}
whole = sum(n.values())
assert 0.76 < n["train"] / whole < 0.84 and 0.07 < n["dev"] / whole < 0.13 and 0.07 < n["held"] / whole < 0.13, n'
}

@test "records: every quote stands at its span" {
    chancery corpus convert "$ROOT/corpus" --to documents >documents.jsonl
    chancery corpus convert "$ROOT/corpus" --to records >records.jsonl
    python3 - <<'END'
import json
texts = {d['id']: d['text'] for d in map(json.loads, open('documents.jsonl'))}
ids = set()
for line in open('records.jsonl'):
    r = json.loads(line)
    text = texts[r['doc']]
    assert text[slice(*r['span'])] == r['quote'] and r['text'] in text, r
    assert r['id'] not in ids
    ids.add(r['id'])
    for role in ('actor', 'recipient', 'parties', 'addressee'):
        for a in r.get(role, []):
            assert text[slice(*a['span'])] == a['text'], r
assert len(ids) > 5000
END
}

@test "pairs, CoNLL-U and plain text of a sentence" {
    small
    chancery corpus convert small.txt --to pairs >pairs.jsonl
    python3 - <<'END'
import json
pairs = [json.loads(l) for l in open('pairs.jsonl')]
assert [(p['event'], p['mode'], p['cameo'], p['quad'], p['modality']) for p in pairs] == [
    ('CONSULT', 'phone', '041', 1, 'actual'), ('AGREE', None, '0331', 1, 'actual')]
words = lambda p, side: [p['text'][a:b] for a, b in p[side]]
assert words(pairs[0], 'source') == ["Norway's foreign minister"] and words(pairs[1], 'target') == ['him']
END
    chancery corpus convert small.txt --to conllu >small.conllu
    grep -q '^# event 1 = CONSULT/phone modality=actual cameo=041 context=diplomatic time=2024-05-13/2024-05-13$' small.conllu || fails "comment of the event"
    grep -qE '^1	Norway	.*	Actor=B-1:a:NOR.GOV\|ActorOf=1,2\|' small.conllu || fails "actor and his roles"
    grep -qE '	phoned	.*	Event=B-1$' small.conllu || fails "trigger"
    grep -qE '	him	.*	Actor=B-3:b:OMN.GOV\|RecipientOf=2$' small.conllu || fails "pronoun"
    grep -q '^# not = sport attacked$' small.conllu || fails "why there is no event"
    run_quiet eval syntax small.conllu --system small.conllu
    status_is 0
    chancery corpus convert small.txt --to text >plain.txt
    sed -n 5p plain.txt | grep -qxF 'The coach \[sic\] attacked his own defence.' || fails "escaped"
    sed -n 4p plain.txt | grep -qxF '@ 2024-05-14 state/VNM other' || fails "header"
}

@test "agreement: with itself complete, with another annotation by field, with the rooms" {
    small
    run_quiet corpus agree small.txt --second small.txt
    status_is 0
    [ "$(grep -c '|  1.000 |' <<<"$output")" = "$(grep -c '|.*|.*|.*|' <<<"$(tail -n +4 <<<"$output")")" ] || fails "all 1.000"
    sed -e 's/AGREE a > b2/AID a > b2/' -e 's/cameo 0331/cameo 071/' -e '/^  figure/d' small.txt >other.txt
    run_quiet corpus agree small.txt --second other.txt
    status_is 0
    output_has "event: type                               |       2 |       2 |       1 |  0.500 |"
    output_has "figure                                    |       1 |       0 |       0 |  0.000 |"
    run_quiet corpus agree small.txt --second other.txt --differences
    output_has '{"field":"event: type","first":"AGREE","second":"AID","first_at":"small.txt:5","second_at":"other.txt:5"}'
    chancery corpus agree small.txt --second other.txt --json >agree.json
    python3 -c '
import json
rows = {r["field"]: r for r in json.load(open("agree.json"))["fields"]}
assert rows["event type, found by both"]["kappa"] == 0.3333, rows
assert rows["sentence holds an event or not"]["kappa"] == 1'
    run_quiet corpus agree small.txt
    status_is 0
    output_has "2 units compared"
    sed 's/phoned/rang/' small.txt >stranger.txt
    run_quiet corpus agree small.txt --second stranger.txt
    status_is 1
    err_has "1 units of stranger.txt have a text that the first annotation lacks"
    sed 's/ cameo 041//' small.txt >faulty.txt # its units are there, and left out
    run_quiet corpus agree faulty.txt --second small.txt
    status_is 1
    ! grep -q lacks err || fails "a faulty unit is not a missing one"
    cp small.txt 'a"b.txt'
    sed -i 's/AGREE a > b2/AGREE a > b/' 'a"b.txt'
    chancery corpus agree other.txt --second 'a"b.txt' --differences | python3 -c 'import json, sys; assert [json.loads(l) for l in sys.stdin]'
    printf '@ 2024-05-13 wire law\n\\#MeToo rested.\n  not other\n' >sign.txt
    chancery corpus convert sign.txt --to text >again.txt
    grep -qxF '\#MeToo rested.' again.txt || fails "escaped at the head of a line"
}
