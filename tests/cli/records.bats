# chancery eval events GOLD OUTPUT: records of all kinds against a gold file.
load support

# Two stories: an event that must be found in other readings too, one that may; one record of every other kind.
gold() {
    cat >gold.jsonl <<'END'
{"doc":"a.txt","kind":"document","published":"2024-03-04"}
{"doc":"a.txt","kind":"event","sent":"Ghana and Togo met in Accra on Monday","event":"CONSULT","event_alt":["COOPERATE"],"mode":null,"actor":["GHA","TGO"],"recipient":[],"roles_alt":[{"actor":["TGO"],"recipient":["GHA"]}],"date":"2024-03-04","modality":"actual","attribution":null,"must":true}
{"doc":"a.txt","kind":"event","sent":"Togo may yet refuse the plan of its neighbour","event":"REJECT","mode":"assist","actor":["TGO"],"recipient":["GHA"],"date":null,"date_basis":"unresolvable","modality":"hypothetical","attribution":"GHA","must":false}
{"doc":"a.txt","kind":"statement","sent":"“We will wait,” the minister said","speaker":"GHA","form":"direct","about":["TGO","UNO"],"date":null,"must":true}
{"doc":"b.txt","kind":"agreement","sent":"The treaty of 1999 was renewed for ten years","form":"treaty","action":"renew","parties":["GHA","TGO"],"term":"10 years","count":null,"date":"1999/2009","must":true}
{"doc":"b.txt","kind":"level","sent":"Their relations are now a strategic partnership","level":"strategic-partnership","action":"raise","parties":["GHA","TGO"],"date":null,"must":true}
{"doc":"b.txt","kind":"figure","sent":"Trade reached two billion dollars","measure":"trade","value":2000000000,"unit":"USD","from":"GHA","to":"TGO","approximate":false,"period":null,"must":true}
END
}

# The gold in the words of an output: strict, but for one thing of each.
output_of() {
    cat >out.jsonl <<'END'
{"kind":"event","doc":"a.txt","text":"Ghana and Togo met in Accra on Monday, officials said.","event":"COOPERATE","mode":null,"modality":"actual","actor":[{"code":"TGOGOV"}],"recipient":[{"code":"GHA"}],"date":{"start":"2024-03-04","end":"2024-03-05"},"attribution":null}
{"kind":"event","doc":"a.txt","text":"Ghana and Togo met in Accra on Monday, officials said.","event":"AID","modality":"actual","actor":[{"code":"GHA"}],"recipient":[],"date":{}}
{"kind":"event","doc":"a.html","text":"— Togo may yet  refuse the plan","event":"REJECT","mode":"meet","modality":"future","actor":[{"code":"TGO"}],"recipient":[],"date":{"precision":"unknown"},"attribution":{"code":"GHA"}}
{"kind":"statement","doc":"a.txt","text":"\"We will wait,\" the minister said.","speaker":{"code":"GHA"},"form":"indirect","about":[{"code":"TGO"}],"date":{}}
{"kind":"agreement","doc":"b.txt","text":"The treaty of 1999 was renewed for ten years.","form":"treaty","action":"renew","parties":[{"code":"TGO"},{"code":"GHA"}],"term":"10_Years","date":{"start":"1999","precision":"year"}}
{"kind":"level","doc":"b.txt","text":"Their relations are now a strategic partnership.","level":"strategic partnership","action":"raise","parties":[{"code":"GHA"},{"code":"TGO"},{"code":"EU"}],"date":{}}
{"kind":"figure","doc":"b.txt","text":"Trade reached two billion dollars.","measure":"trade","value":2010000000,"unit":"$","from":{"code":"GHA"},"to":{"code":"TGO"},"approximate":true}
{"kind":"event","doc":"elsewhere.txt","text":"Nobody asked.","event":"AID","actor":[],"recipient":[]}
{"kind":"rumour","doc":"a.txt","text":"Nobody asked."}
END
}

# Readings: the first event is strict by event_alt and roles_alt; the second gold event only relaxed (no recipient), and may be absent.
@test "strict, relaxed, must, and what is right among matched" {
    gold
    output_of
    run_quiet eval events gold.jsonl out.jsonl
    status_is 0
    empty err
    output_has "event: gold 2 (must 1), output 3
  strict   precision 0.333  recall 1.000  F1 0.500  recall_must 1.000  matched 1
  relaxed  precision 0.667  recall 1.000  F1 0.800  recall_must 1.000  matched 2
  among matched: date 1.000 (2/2), modality 0.500 (1/2), mode 0.500 (1/2), attribution 1.000 (2/2)"
    output_has "statement: gold 1 (must 1), output 1
  strict   precision 0.000  recall 0.000  F1 0.000  recall_must 0.000  matched 0
  relaxed  precision 1.000  recall 1.000  F1 1.000  recall_must 1.000  matched 1
  among matched: speaker 1.000 (1/1), form 0.000 (0/1), about 0.500 (0.5/1)"
    output_has "agreement: gold 1 (must 1), output 1
  strict   precision 1.000"
    output_has "among matched: date 0.000 (0/1), form 1.000 (1/1), action 1.000 (1/1), parties 1.000 (1/1), term 1.000 (1/1)"
    output_has "approximate 0.000 (0/1)"
    output_has "ignored: 1 records of documents outside the gold, 1 of unknown kind"
    [ "${lines[-1]}" = "event_f1_strict=0.5000 event_f1_relaxed=0.8000 statement_f1=0.0000 agreement_f1=1.0000 level_f1=0.0000 figure_f1=1.0000" ] || fails "the last line"
}

@test "first readings only; by document; what is wrong" {
    gold
    output_of
    run_quiet eval events gold.jsonl out.jsonl --no-alt --per-doc --errors
    status_is 0
    output_has "a: event strict F1 0.000, relaxed 0.400, recall_must 0.000, gold 2, output 3"
    output_has "b: event strict F1 1.000, relaxed 1.000, recall_must 1.000, gold 0, output 0"
    output_has 'MISSED {"doc":"a.txt","kind":"event","sent":"Ghana and Togo met in Accra on Monday"'
    output_lacks roles_alt
    output_has 'WRONG  {"kind":"event","doc":"a.txt"'
    output_has 'PARTLY {"kind":"statement"'
}

@test "types, and what is taken for what" {
    gold
    output_of
    run_quiet eval events gold.jsonl out.jsonl --json
    status_is 0
    printf '%s' "$output" | python3 -c 'import json, sys
j = json.load(sys.stdin)
t = {x["type"]: x for x in j["types"]}
assert set(t) == {"CONSULT", "COOPERATE", "REJECT", "AID"}, t
assert t["CONSULT"]["gold"] == 1 and t["CONSULT"]["output"] == 0 and t["COOPERATE"]["relaxed"]["precision"] == 1
c = {(x["gold"], x["output"]): x["n"] for x in j["confusion"]}
assert c == {("CONSULT", "CONSULT"): 1, ("REJECT", "REJECT"): 1, (None, "AID"): 1}, c
k = {x["kind"]: x for x in j["kinds"]}
assert k["figure"]["strict"]["f1"] == 1 and k["event"]["fields"]["date"] == {"right": 2, "of": 2}
assert j["ignored"] == 1 and j["unknown"] == 1 and j["bad"] == 0'
    grep -v COOPERATE out.jsonl >less.jsonl
    run_quiet eval events gold.jsonl less.jsonl --json
    output_has '{"gold":"CONSULT","output":"AID","n":1}'
}

# The gold's sentence begins behind a dateline: only the text tells.
@test "sentences found in the texts" {
    mkdir texts
    printf 'LOME, May 4 - Togo thanked Ghana for the rice it had sent.\n' >texts/a.txt
    printf '{"doc":"a.txt","kind":"event","sent":"Togo thanked Ghana for the rice","event":"SUPPORT","mode":null,"actor":["TGO"],"recipient":["GHA"],"date":null,"modality":"actual","attribution":null,"must":true}\n' >gold.jsonl
    printf '{"kind":"event","doc":"a.txt","text":"LOME, May 4 - Togo thanked Ghana for the rice it had sent.","event":"SUPPORT","actor":[{"code":"TGO"}],"recipient":[{"code":"GHA"}],"modality":"actual"}\n' >out.jsonl
    run_quiet eval events gold.jsonl out.jsonl
    output_has "event_f1_strict=0.0000"
    run_quiet eval events gold.jsonl out.jsonl --texts texts
    output_has "event_f1_strict=1.0000"
    run_quiet eval events gold.jsonl out.jsonl --texts nowhere
    status_is 1
    err_has nowhere
}

@test "nothing found, faulty lines, files that are not there" {
    gold
    : >empty.jsonl
    run_quiet eval events gold.jsonl empty.jsonl
    status_is 0
    output_has "event_f1_strict=0.0000 event_f1_relaxed=0.0000 statement_f1=0.0000"
    { echo nonsense; echo '{"kind":"event"}'; echo '[1]'; cat gold.jsonl; } >bad.jsonl
    run_quiet eval events bad.jsonl empty.jsonl
    status_is 0
    err_has "bad.jsonl:1: "
    err_has 'bad.jsonl:2: no "doc"'
    err_has "bad.jsonl:3: not a JSON object"
    output_has "event: gold 2 (must 1), output 0"
    run_quiet eval events gold.jsonl gone.jsonl
    status_is 1
    err_has gone.jsonl
    for args in "gold.jsonl" "gold.jsonl a b" "gold.jsonl empty.jsonl --tokens raw" "gold.jsonl empty.jsonl --plv"; do
        # shellcheck disable=SC2086
        run_quiet eval events $args
        status_is 2
    done
}

# Plain records for the gold: a stretch of time, words of time that cannot be reckoned, a figure that is a range, no "must".
records() {
    cat >records.jsonl <<'END'
{"kind":"event","doc":"s-1","text":"Ghana fed Togo from Monday to Tuesday.","date":{"start":"2024-03-04","end":"2024-03-05","precision":"day","basis":"relative","text":"from Monday to Tuesday"},"confidence":1,"event":"AID","mode":null,"actor":[{"code":"GHA"}],"recipient":[{"code":"TGO"}],"modality":"actual","attribution":{"code":"TGO","words":"Togo said"}}
{"kind":"event","doc":"s-1","text":"Benin cursed Togo the other day.","date":{"start":null,"end":null,"precision":"unknown","basis":null,"text":"the other day"},"confidence":1,"event":"ACCUSE","mode":null,"actor":[{"code":"BEN"}],"recipient":[{"code":"TGO"}],"modality":"actual","attribution":null}
{"kind":"event","doc":"s-2","text":"Niger and Chad will talk.","date":null,"confidence":1,"event":"AGREE","mode":null,"actor":[{"code":"NER"},{"code":"TCD"}],"recipient":[],"modality":"future","attribution":null}
{"kind":"figure","doc":"s-2","text":"Chad lost three to five boats.","date":null,"measure":"items","value":null,"low":3,"high":5,"unit":"boats","approximate":false,"from":null,"to":null,"period":null}
END
}

# A stream: of the confidences two are in (0.4, 0.5], one in the last bin, one in the lowest (of s-3), one is not there.
stream() {
    cat >stream.jsonl <<'END'
{"id":"s-1","records":[{"kind":"event","doc":"s-1","text":"Ghana fed Togo from Monday to Tuesday.","date":{"start":"2024-03-04","end":"2024-03-05"},"confidence":0.5,"event":"AID","mode":null,"actor":[{"code":"GHA"}],"recipient":[{"code":"TGO"}],"modality":"actual","attribution":{"code":"TGO"}},{"kind":"event","doc":"s-1","text":"Benin cursed Togo the other day.","date":{"start":null},"confidence":1,"event":"ACCUSE","mode":null,"actor":[{"code":"BEN"}],"recipient":[],"modality":"actual","attribution":null}]}
{"id":"s-2","records":[{"kind":"event","doc":"s-2","text":"Niger and Chad will talk.","confidence":0.41,"event":"CONSULT","actor":[{"code":"NER"},{"code":"TCD"}],"recipient":[],"modality":"future"},{"kind":"event","doc":"s-2","text":"Niger and Chad will talk.","event":"REJECT","actor":[],"recipient":[]},{"kind":"figure","doc":"s-2","text":"Chad lost three to five boats.","measure":"items","value":null,"low":3,"high":5,"unit":"boats","approximate":false}]}
{"id":"s-3","records":[{"kind":"event","doc":"s-3","text":"A wall fell on a cow.","confidence":0,"event":"ASSAULT","actor":[{"code":"GHA"}],"recipient":[]}]}
{"id":"s-4","records":[]}
{"id":"s-5","error":{"code":"empty","message":"no text","offset":null}}
END
}

@test "records as the gold, a stream as the output" {
    records
    stream
    run_quiet eval events records.jsonl stream.jsonl
    status_is 0
    empty err
    output_has "event: gold 3 (must 3), output 4
  strict   precision 0.250  recall 0.333  F1 0.286  recall_must 0.333  matched 1
  relaxed  precision 0.500  recall 0.667  F1 0.571  recall_must 0.667  matched 2
  among matched: date 1.000 (2/2), modality 1.000 (2/2), mode 1.000 (2/2), attribution 1.000 (2/2)"
    output_has "figure: gold 1 (must 1), output 1
  strict   precision 1.000"
    output_has "macro-average over the 3 types of the gold: F1 0.667, strict F1 0.333"
    output_has "errors: 1 lines of the output name an error instead of records"
    output_has "ignored: 1 records of documents outside the gold, 0 of unknown kind"
    output_lacks Confidence
    run_quiet eval events records.jsonl records.jsonl
    output_has "event_f1_strict=1.0000 event_f1_relaxed=1.0000 statement_f1=1.0000 agreement_f1=1.0000 level_f1=1.0000 figure_f1=1.0000"
    sed 's/"low":3,"high":5/"low":3,"high":9/; s/"start":null}/"start":"2024-03-01"}/' stream.jsonl >worse.jsonl
    run_quiet eval events records.jsonl worse.jsonl
    output_has "date 0.500 (1/2)"
    output_has "figure_f1=0.0000"
}

@test "how far confidences can be believed" {
    records
    stream
    run_quiet eval events records.jsonl stream.jsonl --calibration
    status_is 0
    output_has "Confidence | Events |  Mean | Relaxed | Strict
-----------+--------+-------+---------+-------
0.0-0.1    |      0 |     . |       . |      ."
    output_has "0.4-0.5    |      2 | 0.455 |   0.500 |  0.500"
    output_has "0.5-0.6    |      0 |"
    output_has "0.9-1.0    |      1 | 1.000 |   1.000 |  0.000
all        |      3 | 0.637 |   0.667 |  0.333
1 events without a confidence in 0..1
expected calibration error of relaxed matches: 0.0300"
    run_quiet eval events records.jsonl stream.jsonl --calibration --json
    printf '%s' "$output" | python3 -c 'import json, sys
j = json.load(sys.stdin)
c = j["calibration"]
assert c["error"] == 0.03 and c["unsure"] == 1 and len(c["bins"]) == 10, c
assert c["bins"][4] == {"from": 0.4, "to": 0.5, "events": 2, "confidence": 0.455, "relaxed": 0.5, "strict": 0.5}, c
assert c["bins"][0] == {"from": 0, "to": 0.1, "events": 0, "confidence": None, "relaxed": None, "strict": None}, c
assert j["macro"] == {"types": 3, "strict_f1": 0.3333, "relaxed_f1": 0.6667} and j["failed"] == 1, j'
    run_quiet eval events records.jsonl stream.jsonl --json
    output_lacks '"calibration"'
    run_quiet eval pairs records.jsonl stream.jsonl --calibration
    status_is 2
}

# What is found where the gold has nothing is wrong once it is known that the document was coded.
@test "documents without a gold record" {
    records
    stream
    printf '{"id":"s-%s","text":"Ghana fed Togo."}\n' 1 2 3 4 >docs.jsonl
    printf '{"id":7}\n{"text":"Nobody."}\n' >>docs.jsonl
    run_quiet eval events records.jsonl stream.jsonl --texts docs.jsonl --calibration
    status_is 0
    err_has 'docs.jsonl:5: no "text"'
    err_has 'docs.jsonl:6: no "id"'
    output_has "event: gold 3 (must 3), output 5"
    output_has "0.0-0.1    |      1 | 0.000 |   0.000 |  0.000"
    output_lacks ignored
    : >nothing.jsonl
    run_quiet eval events records.jsonl stream.jsonl --texts nothing.jsonl
    status_is 1
    err_has "nothing.jsonl: no document in it"
}

# The same figures as the scorer that the stories came with.
@test "the five stories, as their own scorer counts" {
    [ -e "$SHARED/gold/score.py" ] || skip "$SHARED/gold is not there"
    chancery code "$SHARED"/seeds/*.txt >coded.jsonl
    python3 - "$SHARED/gold" <<'END'
import json, random, sys
sys.path.insert(0, sys.argv[1])
import score
out = [score.as_output(g) for g in score.read(sys.argv[1] + "/seeds.jsonl") if g["kind"] in score.KINDS]
def write(name, rows):
    with open(name, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
write("self.jsonl", out)
write("empty.jsonl", [])
r = random.Random(7)
def changed(o):
    o = dict(o)
    if r.random() < 0.3: o["text"] = o["text"][r.randrange(8):]
    if r.random() < 0.2: o["event"] = r.choice(["AGREE", "SUPPORT", "CONSULT"])
    if r.random() < 0.2: o["actor"] = [{"code": r.choice(["CHNGOV", "IRN", "EU", "---"])}]
    if r.random() < 0.2: o["date"] = {"start": r.choice(["2025", "2025-05-04"]), "precision": r.choice(["year", "day"])}
    if r.random() < 0.2 and "value" in o: o["value"] *= 1.005
    return o
write("changed.jsonl", [changed(o) for o in r.sample(out, len(out))])
END
    for file in coded self empty changed; do
        for options in "" "--no-alt" "--texts $SHARED/seeds"; do
            # shellcheck disable=SC2086
            python3 "$SHARED/gold/score.py" "$SHARED/gold/seeds.jsonl" $file.jsonl $options | grep -vE 'among|^ignored' >want
            # shellcheck disable=SC2086
            chancery eval events "$SHARED/gold/seeds.jsonl" $file.jsonl $options | grep -E '^(event|statement|agreement|level|figure)[:_]|^  (strict|relaxed)' >got
            same want got
        done
    done
}
