# --dictionaries and knowledge import: dictionaries of TABARI and PETRARCH on top of the shipped tables, alone, and as tables.
load support

# A small set of dictionaries; Ruritania, its people and its bands are invented.
dictionaries() {
    mkdir -p d
    printf '%s\n' '# invented' 'RURITANIA_ [RUR]' '+RURITANIAN_' '+STRELSAU_' \
        'RUDOLF_ELPHBERG_' '	[RURGOV 19900101-20091231]' '	[RURELI]' \
        'BLACK_BAND_ [RURREB]' 'GHANA_ [TGOMIL]' 'TOGO_ [TGO]' >d/invented.actors.txt
    printf '%s\n' '!PERSON! = MAN, MEN' 'GLAZIER_ [~CRM]' 'GUARDS!PERSON!_ [~MIL]' 'STUDENT_ [~REB]' >d/invented.agents.txt
    printf '%s\n' 'REGATTA_' '+ROYAL_TENNIS_' >d/invented.discards.txt
    printf '%s\n' '<ISSUE CATEGORY="GLASS">' 'n:window [PANES]' '~window dressing' '</ISSUE>' >d/invented.issues.txt
}

# who CODE-OPTIONS...: the actor and recipient of each event: name, code, sector.
who() {
    chancery code "$@" 2>err | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    if r["kind"] == "event":
        sides = [[" ".join(a[k] or "-" for k in ("name", "code", "sector")) for a in r[s]] for s in ("actor", "recipient")]
        print(r["event"], *(", ".join(s) or "nobody" for s in sides), ",".join(r["context"]), sep="; ")'
}

@test "names of a dictionary that the shipped tables do not have" {
    dictionaries
    printf 'Ruritania condemned the Black Band on Monday.\n' >story.txt
    run who --dictionaries d story.txt
    output_is 'ACCUSE; Ruritania RUR GOV; Black Band RUR REB; '
    run who story.txt
    output_lacks RUR
}

@test "a dictionary goes before the shipped tables where it says another thing, and only there" {
    dictionaries
    printf 'Ghana recalled its ambassador from Togo on Monday.\n' >story.txt
    run who --dictionaries d story.txt
    output_has 'TGO MIL; Togo TGO GOV'
    chancery code --dictionaries d story.txt 2>err >laid
    grep -q '"name":"Togo","code":"TGO","sector":"GOV","entity":"Q945"' laid || fails "Togo has lost what our tables know" "$(cat laid)"
}

@test "dated codes hold on the date of the story" {
    dictionaries
    printf 'Rudolf Elphberg criticised Togo.\n' >story.txt
    run who --dictionaries d --published 2005-05-05 story.txt
    output_has 'Rudolf Elphberg RUR GOV'
    run who --dictionaries d --published 2015-05-05 story.txt
    output_has 'Rudolf Elphberg RUR ELI'
    run who --dictionaries d --published 2009-12-31 story.txt
    output_has 'Rudolf Elphberg RUR GOV'
    run who --dictionaries d --published 2009-12-31 --date-rule petrarch2 story.txt
    output_has 'Rudolf Elphberg RUR ELI'
}

@test "agents: a sector of the dictionary wins over ours" {
    dictionaries
    printf 'Ruritanian students attacked Togo on Monday.\n' >story.txt
    run who --dictionaries d story.txt
    output_has ' RUR REB; Togo'
    printf 'Ruritanian guardsmen attacked Togo on Monday.\n' >story.txt
    run who --dictionaries d story.txt
    output_has ' RUR MIL; Togo'
}

@test "alone: our own actors are gone, our other tables stay" {
    dictionaries
    printf 'Ruritania condemned the Black Band on Monday. Ruritania criticised Togo and France on Tuesday.\n' >story.txt
    run who --dictionaries d --only-dictionaries story.txt
    output_has 'ACCUSE; Ruritania RUR GOV; Black Band RURREB REB'
    output_has 'ACCUSE; Ruritania RUR GOV; Togo TGO GOV'
    output_lacks FRA
}

@test "a discarded sentence is not coded, and explain says why" {
    dictionaries
    printf 'Ghana condemned Togo at the regatta. Togo condemned France.\n' >story.txt
    run who --dictionaries d story.txt
    output_lacks 'TGO MIL'
    output_has 'FRA GOV'
    run_quiet explain --dictionaries d 'Ghana condemned Togo at the regatta.'
    output_has 'not coded: discarded: the sentence holds "regatta" (invented.discards.txt:1)'
}

@test "a discarded story gives no records; the store and show say why" {
    dictionaries
    printf 'Ghana condemned Togo.\n\nThe king watched royal tennis.\n' >story.txt
    run_quiet code --dictionaries d story.txt
    status_is 0
    output_is ''
    chancery read -q --dictionaries d story.txt --db s.db 2>err
    run_quiet list sentences --db s.db
    output_has 'discarded: the story holds "royal tennis" (invented.discards.txt:2)'
    run_quiet show story.txt --db s.db
    output_has 'discarded: the story holds'
}

@test "an issue is a context of the events of its sentence, unless a phrase keeps it away" {
    dictionaries
    printf 'Togo condemned France over the windows.\n' >story.txt
    run who --dictionaries d story.txt
    output_has glass
    printf 'Togo condemned France over the windows; it was window dressing.\n' >story.txt
    run who --dictionaries d story.txt
    output_lacks glass
}

@test "resolve, places and explain take dictionaries too" {
    dictionaries
    run bash -c "echo '{\"id\":1,\"text\":\"Rudolf Elphberg\",\"date\":\"2001-01-01\"}' | '$CHANCERY' resolve --dictionaries d 2>err"
    output_has '"code":"RUR","sector":"GOV"'
    run_quiet explain --dictionaries d 'Ruritania condemned Togo.'
    output_has RUR
}

@test "import: what is written passes check and gives the same records as the dictionaries themselves" {
    dictionaries
    run_quiet knowledge import d --out t
    status_is 0
    output_has '4 dictionaries to t'
    output_has '5 actors'
    output_has '7 names'
    run_quiet check t
    output_is 't: 0 faults'
    printf 'Ruritanian students attacked Togo. Rudolf Elphberg criticised Ghana over the windows.\n\nGhana won the regatta.\n' >story.txt
    chancery code --dictionaries d --published 2005-05-05 story.txt >laid 2>err
    chancery code --tables t --published 2005-05-05 story.txt >imported
    [ -s laid ] || fails "no records"
    same laid imported
    chancery knowledge import d --out t2 -q >out
    diff -r t t2
}

@test "import: single files, the other date rule, nothing written without --out" {
    dictionaries
    run_quiet knowledge import d/invented.agents.txt d/invented.actors.txt
    status_is 0
    output_has '2 dictionaries, nothing written'
    chancery knowledge import d/invented.actors.txt --out a -q >out
    chancery knowledge import d/invented.actors.txt --out b -q --date-rule petrarch2 >out
    grep -q 2009-12-31 a/actors/dictionary-actors.tsv
    grep -q 2009-12-30 b/actors/dictionary-actors.tsv
}

@test "own tables and dictionaries together" {
    dictionaries
    mkdir t
    printf '#@\tentities\n#:\tkind\tid\tfield\tvalue\tfrom\tto\tsrc\nentity\to.hentzau\tcode\tHTZ\t-\t-\thand\nname\to.hentzau\tfull\tHentzau League\t-\t-\thand\n' >t/e.tsv
    printf 'Ruritania condemned the Hentzau League.\n' >story.txt
    run who --dictionaries d --tables t story.txt
    output_has 'Ruritania RUR GOV; Hentzau League HTZ'
}

@test "odd lines are warnings with file and line, and the rest is used" {
    dictionaries
    printf 'BROKEN_ [RUR 19991399\n\032\nBLUE_BAND_ [rurreb]\n[RUR]\n' >>d/invented.actors.txt
    printf 'Ruritania condemned the Blue Band on Monday.\n' >story.txt
    run who --dictionaries d story.txt
    output_has 'Blue Band RUR REB'
    err_has "invented.actors.txt:11: warning: '[' is not closed by ']'"
    err_has 'invented.actors.txt:12: warning: control character 0x1A'
    err_has 'invented.actors.txt:13: warning: code in small letters; taken as RURREB'
}

@test "bad dictionaries: not there, binary, empty, verbs; a bad table beside them is still fatal" {
    dictionaries
    story
    run_quiet code --dictionaries gone story.txt
    status_is 1
    err_has 'gone: cannot be read'
    printf 'A_ [RUR]\0\n' >d/binary.actors.txt
    : >d/empty.txt
    printf -- '--- SAY [010] ---\nSAY [010]\n- * TO [777]\n' >d/verbs.txt
    run_quiet code --dictionaries d story.txt
    status_is 0
    err_has 'binary.actors.txt: warning: holds NUL bytes'
    err_has 'empty.txt: warning: no dictionary'
    err_has 'verbs.txt:3: warning: no code of CAMEO, so no event: [777]'
    mkdir t
    printf 'nothing\n' >t/bad.tsv
    run_quiet code --dictionaries d --tables t story.txt
    status_is 1
    run_quiet knowledge import t
    status_is 1
}

@test "options that make no sense" {
    dictionaries
    story
    run_quiet code --dictionaries d --date-rule never story.txt
    status_is 2
    run_quiet code --only-dictionaries story.txt
    status_is 2
    err_has 'needs --dictionaries'
    run_quiet code --date-rule dated story.txt
    status_is 2
    run_quiet knowledge
    status_is 2
    run_quiet knowledge export d
    status_is 2
    run_quiet knowledge import
    status_is 2
    run_quiet knowledge import d --out /proc/nowhere
    status_is 1
}

@test "the hash of the knowledge is that of the rows, however they came" {
    dictionaries
    story
    chancery knowledge import d --out t -q >out
    chancery read -q --dictionaries d story.txt --db a.db 2>err
    chancery read -q --tables t story.txt --db b.db
    chancery read -q story.txt --db c.db
    for s in a b c; do chancery list runs --db $s.db --jsonl | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["knowledge"])' >$s; done
    same a b
    ! cmp -s a c || fails "the dictionaries do not change the hash"
}

# Verbs for the dictionaries above.
verbs() {
    printf '%s\n' '&PANE' '+WINDOW' '--- GLAZE [050] ---' 'GLAZE' '- * &PANE [071]' '- % * [040]' '- SCOLD * [---]' \
        '--- UTTER [010] ---' 'UTTER' 'SCOLD [111:080]' >d/invented.verbs.txt
}

@test "verbs of a dictionary alone: codes of actors and events as they stand there, no event of our frames" {
    dictionaries
    verbs
    printf 'Ruritanian students glazed the windows of Togo. Ruritania condemned the Black Band on Monday.\n' >story.txt
    run who --dictionaries d --only-dictionaries --ontology cameo story.txt
    output_has '071; '
    output_has ' RURREB REB; Togo TGO GOV'
    output_lacks 'Black Band'
    run_quiet code --dictionaries d --only-dictionaries --ontology cameo story.txt
    output_has '"event":"071","mode":null'
    output_has '"cameo":"071"'
    output_has '"rule":"invented.verbs.txt:5"'
    run_quiet code --dictionaries d --only-dictionaries story.txt
    output_has '"event":"AID"'
}

@test "codes there and back; a statement is an event of CAMEO only" {
    dictionaries
    verbs
    printf 'Ruritania scolded Togo.\n' >story.txt
    run who --dictionaries d --only-dictionaries --ontology cameo story.txt
    output_has '111; Ruritania RUR GOV; Togo TGO GOV'
    output_has '080; Togo TGO GOV; Ruritania RUR GOV'
    printf 'Ruritania uttered Togo.\n' >story.txt
    run who --dictionaries d --ontology cameo story.txt
    output_has '010; Ruritania RUR GOV; Togo TGO GOV'
    run who --dictionaries d story.txt
    output_lacks 'Ruritania RUR GOV; Togo'
    run_quiet explain --dictionaries d 'Ruritania uttered Togo.'
    output_has 'a statement, which PLOVER does not count as an event'
}

@test "beside our frames a verb of a dictionary goes before, the others are ours" {
    dictionaries
    verbs
    printf -- '--- CONDEMN [052] ---\nCONDEMN\n' >d/more.verbs.txt
    printf 'Ruritania condemned Togo. Ghana criticised France.\n' >story.txt
    run who --dictionaries d story.txt
    output_has 'SUPPORT; Ruritania RUR GOV; Togo TGO GOV'
    output_lacks 'ACCUSE; Ruritania'
    output_has 'ACCUSE; '
}

@test "verbs as tables give the records that the dictionaries give" {
    dictionaries
    verbs
    run_quiet knowledge import d --out t
    output_has '3 verbs'
    output_has '3 patterns of verbs'
    run_quiet check t
    output_is 't: 0 faults'
    printf 'Ruritania glazed the windows of Togo. Ghana scolded Togo.\n' >story.txt
    chancery code --dictionaries d story.txt 2>err | sed 's/"rule":"[^"]*"//' >laid
    chancery code --tables t story.txt | sed 's/"rule":"[^"]*"//' >imported
    [ -s laid ] || fails "no records"
    same laid imported
}

@test "--ontology cameo: our own records by their codes; the store keeps them so and reads again when it changes" {
    printf 'Kenya visited Uganda. Peru condemned Chile.\n' >story.txt
    run who --ontology cameo story.txt
    output_has '042; '
    output_has '111; '
    chancery read -q story.txt --db s.db
    chancery read -q --ontology cameo story.txt --db s.db
    run_quiet list events --db s.db --columns event,mode,cameo
    output_has '042'
    output_lacks CONSULT
    run_quiet code --ontology nato story.txt
    status_is 2
    err_has 'plover or cameo'
}
