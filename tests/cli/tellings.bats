# chancery list occurrences|tellings|contradictions|denials, eval tellings.
load support

# Two outlets, one of which prints the other's story; a third that counts otherwise.
stories() {
    cat >stories.jsonl <<'END'
{"id":"a","source":"Sahel Today","date":"2024-06-11","text":"BAMAKO - Gunmen attacked a Malian army convoy near Gao on Monday and killed five soldiers. Albania accused Serbia of hacking its tax office on Monday.","tellings":[{"of":"gao","kind":"event","words":"attacked"},{"of":"hack","words":"accused"}]}
{"id":"b","source":"Desert Wire","date":"2024-06-11","text":"BAMAKO - Gunmen attacked a Malian army convoy near Gao on Monday and killed five soldiers. Albania accused Serbia of hacking its tax office on Monday.","tellings":[{"of":"gao","words":"attacked"},{"of":"hack","words":"accused"}]}
{"id":"c","source":"Danube Post","date":"2024-06-11","text":"BAMAKO - Gunmen attacked an army convoy near Gao in Mali on Monday and killed seven soldiers. Serbia denied the accusation of Albania that it had hacked the tax office.","tellings":[{"of":"gao","words":"attacked"},{"of":"denial","words":"denied"}]}
END
    chancery read --db t.db stories.jsonl 2>/dev/null
}

@test "what three outlets tell is one occurrence with its tellings" {
    stories
    run_quiet list occurrences --db t.db --type ASSAULT --columns tellings,documents,sources --tsv
    status_is 0
    output_has "3	3	3"
    run_quiet list tellings --db t.db --type ACCUSE --columns rule,source --tsv
    output_has "same text"
    output_has "Sahel Today"
}

@test "contradictions and denials are listed" {
    stories
    run_quiet list contradictions --db t.db --type killed --columns value,other_value --tsv
    status_is 0
    output_has "7	5"
    run_quiet list denials --db t.db --pair ALB,SRB --columns accuser,accused,rule --tsv
    status_is 0
    output_has "ALB	SRB"
}

@test "eval tellings: pairs, B-cubed, JSON, errors" {
    stories
    run_quiet eval tellings stories.jsonl --db t.db
    status_is 0
    output_has "3 stories, 3 happenings, 6 mentions, 6 of them read"
    output_has "pair_f1=1.0000 pair_f1_read=1.0000 b3_f1=1.0000 b3_f1_read=1.0000"
    run_quiet eval tellings stories.jsonl --db t.db --json
    output_has '"all":{"mentions":6,"gold":4,"output":4,"right":4,'
    sed 's/"of":"hack"/"of":"gao"/' stories.jsonl >wrong.jsonl
    run_quiet eval tellings wrong.jsonl --db t.db --errors
    output_has 'MISSED a "attacked" - a "accused"'
}

@test "eval tellings: faults of the gold are named, what is not in the store is counted" {
    stories
    {
        echo '{"id":"a","tellings":[{"of":"x","words":"not there"},{"words":"attacked"}]}'
        echo '{"id":"z","tellings":[{"of":"x","words":"met"}]}'
        echo '{"tellings":[]}'
        echo 'nonsense'
    } >gold.jsonl
    run_quiet eval tellings gold.jsonl --db t.db
    status_is 0
    output_has "1 stories are not in the store"
    err_has 'gold.jsonl:1: the words "not there" do not stand there'
    err_has 'a telling without "words" and "of"'
    err_has "gold.jsonl:3:"
    err_has "gold.jsonl:4:"
    run_quiet eval tellings /dev/null --db t.db
    status_is 1
    err_has "no telling in it"
    run_quiet eval tellings gold.jsonl --db absent.db
    status_is 1
    run_quiet eval tellings gold.jsonl --texts x
    status_is 2
    err_has "--texts is not for tellings"
}
