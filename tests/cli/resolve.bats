# chancery resolve, places and eval actors: JSONL in, answers out.
load support

# resolved LINE...: answers to lines of input, in $output.
resolved() {
    printf '%s\n' "$@" >in.jsonl
    run_quiet_input resolve in.jsonl
    status_is 0
}

run_quiet_input() { run "$BATS_TEST_DIRNAME/apart" err sh -c '"$1" "$2" <"$3"' sh "$CHANCERY" "$1" "$2"; }

@test "an office by its date" {
    resolved '{"id":"a","text":"the French foreign minister","date":"2015-03-01"}' \
        '{"id":"b","text":"the French foreign minister","date":"2008-03-01"}'
    output_has '{"id":"a","name":"Laurent Fabius","code":"FRA","sector":"GOV"'
    output_has '"office":"foreign minister","from":"2012-05-16","to":"2016-02-10"'
    output_has '{"id":"b","name":"Bernard Kouchner"'
}

@test "without a date no office is looked up" {
    resolved '{"id":1,"text":"the French foreign minister"}'
    output_has '"code":"FRA","sector":"GOV","entity":null,"office":"foreign minister","from":null,"to":null'
}

@test "out of office is a former official" {
    resolved '{"id":1,"text":"Tony Blair","date":"2012-06-01"}' '{"id":2,"text":"Tony Blair","date":"2002-06-01"}'
    output_has '{"id":1,"name":"Tony Blair","code":"GBR","sector":"ELI"'
    output_has '{"id":2,"name":"Tony Blair","code":"GBR","sector":"GOV"'
}

@test "a capital is a government or a place by its context" {
    resolved '{"id":1,"text":"Hanoi","context":"Hanoi rejected the claim."}' \
        '{"id":2,"text":"Hanoi","context":"A fire broke out in Hanoi."}'
    output_has '{"id":1,"name":"Vietnam","code":"VNM","sector":"GOV"'
    output_has '{"id":2,"name":"Vietnam","code":"VNM","sector":null'
}

@test "nth says which occurrence is meant" {
    context='Senegal thanked Mali. The minister of Mali smiled, and Mali signed.'
    resolved "{\"id\":1,\"text\":\"Mali\",\"context\":\"$context\",\"nth\":3}"
    output_has '"code":"MLI","sector":"GOV"'
}

@test "several actors: the first, and others" {
    resolved '{"id":1,"text":"Both sides","context":"Peru and Chile held talks. Both sides agreed to meet again."}'
    output_has '{"id":1,"name":"Peru","code":"PER"'
    output_has '"others":[{"name":"Chile","code":"CHL"'
}

@test "nobody stays nobody, with the reason" {
    resolved '{"id":1,"text":"the weather"}' '{"id":2,"text":"They","context":"They say it never rains."}'
    output_has '{"id":1,"name":null,"code":null,"sector":null,"entity":null,"office":null,"from":null,"to":null,"confidence":0,"why":"no name, role or pronoun that the tables know"}'
    output_has '{"id":2,"name":null,"code":null'
}

@test "bad lines are answered in place, the others too" {
    resolved '{"id":1}' 'nonsense' '{"id":3,"text":"Kenya","date":"2023-02-31"}' '{"id":4,"text":""}' '[1]' '{"id":6,"text":"Kenya"}'
    [ "$(wc -l <<<"$output")" -eq 6 ] || fails "six answers"
    output_has '{"id":1,"error":{"code":"format","message":"no \"text\""'
    output_has '{"line":2,"error":{"code":"format"'
    output_has '{"id":3,"error":{"code":"format","message":"\"date\" is not an ISO date that exists: 2023-02-31"'
    output_has '{"id":4,"error":{"code":"empty","message":"the phrase is empty"'
    output_has '{"line":5,"error":{"code":"format","message":"not a JSON object"'
    output_has '{"id":6,"name":"Kenya","code":"KEN","sector":"GOV"'
    err_has '6 lines, 1 good, 5 bad'
}

@test "a phrase of ten thousand characters is answered" {
    long=$(printf 'A%.0s' $(seq 10000))
    resolved "{\"id\":1,\"text\":\"President $long\"}" "{\"id\":2,\"text\":\"Kenya\",\"context\":\"$long met Kenya.\"}"
    output_has '{"id":1,'
    output_has '{"id":2,"name":"Kenya"'
}

@test "resolve takes no files" {
    run_quiet resolve some.jsonl
    status_is 2
    err_has 'the standard input is read, no files'
}

@test "places with their coordinates, spans in code points" {
    printf '%s\n' '{"id":"p","text":"Zażółć: ferries left Odesa for Mersin, Turkey."}' >in.jsonl
    run_quiet_input places in.jsonl
    status_is 0
    output_has '{"text":"Odesa","span":[21,26],"name":"Odesa","country":"UKR","lat":46.48,"lon":30.73,"geonameid":"698740"}'
    output_has '"name":"Mersin","country":"TUR"'
    output_has '{"text":"Turkey","span":[39,45],"name":"Turkey","country":"TUR","lat":39,"lon":35,'
}

@test "a place is told from its namesakes by what is said behind it" {
    printf '%s\n' '{"id":1,"text":"Police in Paris, Texas, closed a road."}' '{"id":2,"text":"Police in Paris closed a road."}' >in.jsonl
    run_quiet_input places in.jsonl
    output_has '"name":"Paris","country":"USA"'
    output_has '{"id":2,"places":[{"text":"Paris","span":[10,15],"name":"Paris","country":"FRA"'
}

@test "people and organisations are no places" {
    printf '%s\n' '{"id":1,"text":"Jordan Peterson and George Washington never met the Bank of Lebanon."}' >in.jsonl
    run_quiet_input places in.jsonl
    output_is '{"id":1,"places":[]}'
}

@test "eval actors counts by kind, and names bad lines" {
    cat >gold.jsonl <<'END'
{"id":"a","kind":"office","text":"the French foreign minister","date":"2015-03-01","code":"FRA","sector":"GOV","name":["Laurent Fabius","L. Fabius"]}
{"id":"b","kind":"office","text":"the French foreign minister","date":"2015-03-01","code":"FRA","sector":"GOV","name":"Alain Juppe"}
{"id":"c","kind":"place","text":"Hanoi","context":"A fire broke out in Hanoi.","code":"VNM","sector":null}
{"id":"d","kind":"group","text":"Both sides","context":"Peru and Chile held talks. Both sides agreed.","code":["CHL","PER"],"sector":["GOV","CVL"]}
{"id":"e","kind":"nobody","text":"the weather","code":null}
{"id":"f","kind":"nobody","text":"Kenya","code":3}
END
    run_quiet eval actors gold.jsonl --json
    status_is 0
    err_has 'gold.jsonl:6: code, sector and name are a string, null or a list of strings'
    output_has '{"name":"all","cases":5,"code_right":5,"sectors":4,"sector_right":4,"names":2,"name_right":1,"all_right":4,"unresolved":1}'
    output_has '{"name":"office","cases":2,'
    run_quiet eval actors gold.jsonl --wrong
    [ "$(wc -l <<<"$output")" -eq 1 ] || fails "one wrong answer"
    output_has '{"wrong":"name","answer":{"id":"b","name":"Laurent Fabius"'
    run_quiet eval actors gold.jsonl
    output_has 'office |     2 |  100.00 |   100.00 |   50.00 |   50.00 |     0'
}

@test "eval actors of a file that is not there" {
    run_quiet eval actors none.jsonl
    status_is 1
    err_has 'none.jsonl'
    run_quiet eval names none.iob2 --wrong
    status_is 2
    err_has -- '--wrong is for actors'
}
