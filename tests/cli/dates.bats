# chancery dates: JSONL in, expressions of time out.
load support

run_dates() { run "$BATS_TEST_DIRNAME/apart" err "$CHANCERY" dates "$@"; }

@test "days with their words, spans in code points" {
    printf '%s\n' '{"id":1,"text":"Ñuñoa fell last Friday.","date":"2025-05-14"}' >in.jsonl
    run_dates in.jsonl
    status_is 0
    output_is '{"id":1,"times":[{"span":[11,22],"text":"last Friday","type":"date","start":"2025-05-09","end":"2025-05-09","precision":"day","basis":"relative","relation":null}]}'
}

@test "durations, repetitions and hours have a value of their own" {
    printf '%s\n' '{"id":1,"text":"They talked for three days."}' '{"id":2,"text":"They talk twice a week."}' \
        '{"id":3,"text":"They talked at 0900 GMT."}' >in.jsonl
    run_dates in.jsonl
    output_has '"type":"duration","start":null,"end":null,"precision":"unknown","basis":null,"relation":null,"length":"P3D"'
    output_has '"type":"set"'
    output_has '"period":"P1W","count":2'
    output_has '"hour":"09:00","zone":"UTC"'
}

@test "without a date only absolute expressions have days" {
    printf '%s\n' '{"id":1,"text":"They met on Monday.","date":null}' '{"id":2,"text":"They met on 4 May 2025."}' >in.jsonl
    run_dates in.jsonl
    output_has '"start":null,"end":null,"precision":"unknown","basis":null'
    output_has '"start":"2025-05-04","end":"2025-05-04","precision":"day","basis":"text"'
}

@test "contradictions are told" {
    printf '%s\n' '{"id":1,"text":"They met on Tuesday, 4 May 2025."}' '{"id":2,"text":"They met on 31 June 2025."}' >in.jsonl
    run_dates in.jsonl
    output_has '"start":"2025-05-04","end":"2025-05-04","precision":"day","basis":"text","relation":null,"conflict":true'
    output_has '"start":null,"end":null,"precision":"unknown","basis":null,"relation":null,"conflict":true'
}

@test "bad lines are answered in place, in the same order on two threads" {
    printf '%s\n' '{"id":1}' 'nonsense' '{"id":3,"text":"In 2015.","date":"2023-02-31"}' '{"id":4,"text":"In 2015."}' >in.jsonl
    run_dates in.jsonl
    status_is 0
    [ "$(wc -l <<<"$output")" -eq 4 ] || fails "four answers"
    output_has '{"id":1,"error":{"code":"format","message":"no \"text\""'
    output_has '{"line":2,"error":'
    output_has '{"id":3,"error":'
    one=$output
    run_dates --threads 2 in.jsonl
    output_is "$one"
}
