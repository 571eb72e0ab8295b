-- pacts.sql - the papers between the pairs in _touched: agreement records of one paper put together, its state, its end.
-- Only sure links are made; a record that cannot be placed is a pact of its own.
--
-- Which records are of one paper
--   1. They have the same parties (all of them) and the same form.
--   2. A record's title is known by its words: of four letters or more, or with digits, or an acronym; without a final
--      "s", in any order. A title whose words all stand in exactly one longer title of the same parties and form is the
--      same paper ("strategic partnership agreement", "25-year strategic partnership agreement").
--   3. Several signings: a signing that its text dates, to a month or better, more than a week after the last, is of
--      another paper. A title that any paper of the kind has (the table paper_names: "trade agreement", "memorandum of
--      understanding") is another paper at any signing a month after the last, also where only the story has a date.
--   4. What is proposed, announced or expected more than a year after a signing is a new paper, and so is what is signed
--      within three years after that; what is begun again after the paper was terminated, too.
--   5. A record without a title, or with a title of one word ("the agreement"), is of the only paper of the same parties
--      and form in its story (rule 'same story'); else of the only one signed that same day ('same day'); else those of
--      one story are one paper.
--   6. A record that counts papers ("20 documents") is of no single paper: those of one day and number are one row.
--
-- Its state
--   7. proposed, announced or expected, signed, ratified, in force, extended: it moves forward only, in the order of
--      dates. suspended and terminated end that; afterwards only a firm act that its own text dates brings it back.
--      since is the day on which the state was reached.
--   8. The term is the last one told. It runs from an extension that tells it, else from the signing, else from the day
--      it came into force; a year in it ("until 2028") is the end itself.
--   9. binding: ratified, in force or extended, or signed and no treaty (which waits to be ratified). Joint statements
--      and resolutions bind nobody.

CREATE TEMP TABLE _telling (record TEXT PRIMARY KEY, parties TEXT, occurrence TEXT, title TEXT, words TEXT);
CREATE INDEX temp._telling_act ON _telling(parties, occurrence);
INSERT INTO _telling
SELECT g.id,
       (SELECT group_concat(code, ';') FROM (SELECT DISTINCT code FROM roles r WHERE r.record = g.id AND r.role = 'party'
                                             AND r.code IS NOT NULL ORDER BY code)),
       t.occurrence, g.title,
       (SELECT group_concat(word, ' ')
        FROM (SELECT DISTINCT lower(iif(value LIKE '%s' AND value NOT LIKE '%ss' AND length(value) > 4,
                                        substr(value, 1, length(value) - 1), value)) AS word
              FROM json_each('[' || replace(json_quote(replace(replace(replace(replace(replace(g.title, '-', ' '), ',', ' '),
                                    '"', ' '), '''', ' '), '.', ' ')), ' ', '","') || ']')
              WHERE length(value) >= 4 OR value GLOB '*[0-9]*'
                 OR (length(value) >= 2 AND value = upper(value) AND value <> lower(value))
              ORDER BY word))
FROM (SELECT DISTINCT l.record FROM _touched p CROSS JOIN links l ON l.a = p.a AND l.b = p.b AND l.kind = 'agreement') x
CROSS JOIN agreements g ON g.id = x.record CROSS JOIN tellings t ON t.record = g.id;

-- One row an act: an occurrence between the same parties, by its best told record, with its richest title.
CREATE TEMP TABLE _act (parties TEXT, occurrence TEXT, record TEXT, document TEXT, form TEXT, action TEXT, day TEXT,
                        day_end TEXT, given INTEGER, published TEXT, title TEXT, words TEXT, n_words INTEGER,
                        common INTEGER, term TEXT, count TEXT, line TEXT, rule TEXT, gen INTEGER,
                        PRIMARY KEY (parties, occurrence));
INSERT INTO _act
SELECT parties, occurrence, record, document, form, action, day, day_end, given, published, title, words, n_words,
       n_words < 2 OR EXISTS (SELECT 1 FROM paper_names n WHERE n.name = lower(title)), term, count, NULL, NULL, NULL
FROM (SELECT x.parties, x.occurrence, x.record, g.document, coalesce(g.form, 'document') AS form,
             coalesce(g.action, 'announced') AS action, g.date_start AS day, coalesce(g.date_end, g.date_start) AS day_end,
             -- dated by the text, to a month or better
             g.date_basis IN ('text', 'relative') AND
                 julianday(coalesce(g.date_end, g.date_start)) - julianday(g.date_start) <= 31 AS given,
             d.published, first_value(x.title) OVER richest AS title, coalesce(first_value(x.words) OVER richest, '') AS words,
             coalesce(length(first_value(x.words) OVER richest) -
                      length(replace(first_value(x.words) OVER richest, ' ', '')) + 1, 0) AS n_words,
             max(g.term) OVER telling AS term, max(g.count) OVER telling AS count,
             row_number() OVER (PARTITION BY x.parties, x.occurrence
                                ORDER BY g.date_start IS NULL, g.date_precision <> 'day',
                                         g.date_basis = 'published', x.record <> x.occurrence, x.record) AS best
      FROM _telling x CROSS JOIN agreements g ON g.id = x.record CROSS JOIN documents d ON d.id = g.document
      WINDOW telling AS (PARTITION BY x.parties, x.occurrence),
             richest AS (PARTITION BY x.parties, x.occurrence ORDER BY length(x.words) DESC, x.record))
WHERE best = 1;

-- Rule 2: titles that stand in longer ones. A title is looked for by its longest word.
CREATE TEMP TABLE _title (parties TEXT, form TEXT, words TEXT, PRIMARY KEY (parties, form, words)) WITHOUT ROWID;
INSERT INTO _title SELECT DISTINCT parties, form, words FROM _act WHERE n_words >= 2 AND NOT common AND count IS NULL;
CREATE TEMP TABLE _word (parties TEXT, form TEXT, word TEXT, words TEXT, PRIMARY KEY (parties, form, word, words))
WITHOUT ROWID;
INSERT INTO _word SELECT t.parties, t.form, j.value, t.words
FROM _title t, json_each('[' || replace(json_quote(t.words), ' ', '","') || ']') j;
CREATE TEMP TABLE _within (parties TEXT, form TEXT, words TEXT, longer TEXT, PRIMARY KEY (parties, form, words, longer))
WITHOUT ROWID;
INSERT INTO _within
SELECT t.parties, t.form, t.words, w.words FROM _title t JOIN _word w ON w.parties = t.parties AND w.form = t.form
 AND w.word = (SELECT j.value FROM json_each('[' || replace(json_quote(t.words), ' ', '","') || ']') j
               ORDER BY length(j.value) DESC, j.value LIMIT 1)
 AND length(w.words) > length(t.words)
WHERE NOT EXISTS (SELECT 1 FROM json_each('[' || replace(json_quote(t.words), ' ', '","') || ']') j
                  WHERE instr(' ' || w.words || ' ', ' ' || j.value || ' ') = 0);

-- A line is what one title names; its signings make papers of it.
UPDATE _act SET rule = 'title', line = form || ':' || coalesce(
    (SELECT iif(count(*) = 1, max(v.longer), NULL) FROM _within v
     WHERE v.parties = _act.parties AND v.form = _act.form AND v.words = _act.words
       AND NOT EXISTS (SELECT 1 FROM _within w WHERE w.parties = v.parties AND w.form = v.form AND w.words = v.longer)),
    words)
WHERE n_words >= 2 AND count IS NULL;
UPDATE _act SET rule = 'count', line = form || ':' || count || ':' || coalesce(day, document) WHERE count IS NOT NULL;

-- Rule 5: "the agreement".
CREATE TEMP TABLE _titled (parties TEXT, form TEXT, document TEXT, day TEXT, line TEXT);
INSERT INTO _titled SELECT DISTINCT parties, form, document, iif(action = 'signed' AND given, day, NULL), line
FROM _act WHERE rule = 'title';
CREATE INDEX temp._titled_story ON _titled(parties, form, document);
CREATE INDEX temp._titled_day ON _titled(parties, form, day);
UPDATE _act SET rule = 'same story', line =
    (SELECT iif(count(DISTINCT t.line) = 1, max(t.line), NULL) FROM _titled t
     WHERE t.parties = _act.parties AND t.form = _act.form AND t.document = _act.document)
WHERE line IS NULL;
UPDATE _act SET rule = 'same day', line =
    (SELECT iif(count(DISTINCT t.line) = 1, max(t.line), NULL) FROM _titled t
     WHERE t.parties = _act.parties AND t.form = _act.form AND t.day = _act.day)
WHERE line IS NULL AND action = 'signed' AND given;
UPDATE _act SET rule = 'same day', line = form || ':' || day WHERE line IS NULL AND action = 'signed' AND given;
DELETE FROM _titled;
INSERT INTO _titled SELECT DISTINCT parties, form, document, NULL, line FROM _act WHERE rule = 'same day';
UPDATE _act SET rule = 'same story', line = coalesce(
    (SELECT iif(count(DISTINCT t.line) = 1, max(t.line), NULL) FROM _titled t
     WHERE t.parties = _act.parties AND t.form = _act.form AND t.document = _act.document), form || ':' || document)
WHERE line IS NULL;

-- Rules 3 and 4: where another paper of the same line begins.
CREATE TEMP TABLE _paper AS
WITH
ordered AS (
    SELECT parties, occurrence, line, action, day, day_end, given, published, record, common, term,
           CASE action WHEN 'proposed' THEN 1 WHEN 'announced' THEN 2 WHEN 'expected' THEN 2 WHEN 'signed' THEN 3
                       WHEN 'ratified' THEN 4 WHEN 'in force' THEN 5 WHEN 'extended' THEN 6 END AS stage,
           row_number() OVER (PARTITION BY parties, line
                              ORDER BY day IS NULL, day, action IN ('suspended', 'terminated'), published, record) AS n
    FROM _act),
before AS (
    SELECT *, lag(action) OVER line AS was, lag(stage) OVER line AS was_stage, lag(day) OVER line AS was_day,
           max(iif(stage = 3 AND (given OR common), day_end, NULL))
               OVER (PARTITION BY parties, line ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS signed
    FROM ordered WINDOW line AS (PARTITION BY parties, line ORDER BY n)),
begins AS (
    SELECT *, CASE WHEN was IS NULL THEN 0
                   WHEN was = 'terminated' AND stage <= 3 AND day > was_day THEN 1
                   WHEN stage = 3 AND was_stage <= 2 THEN day > date(was_day, '+3 years')
                   WHEN stage = 3 AND common THEN day > date(signed, '+1 month')
                   WHEN stage = 3 AND given THEN day > date(signed, '+7 days')
                   WHEN stage <= 2 AND was_stage <= 2 THEN day > date(was_day, '+3 years')
                   WHEN stage <= 2 THEN day > date(signed, '+1 year')
                   ELSE 0 END AS begins
    FROM before)
SELECT parties, line, occurrence, action, stage, day, given, published, record, term, n,
       sum(coalesce(begins, 0)) OVER (PARTITION BY parties, line ORDER BY n) AS gen
FROM begins;
CREATE INDEX temp._paper_key ON _paper(parties, line, gen);
UPDATE _act SET gen = (SELECT p.gen FROM _paper p WHERE p.parties = _act.parties AND p.occurrence = _act.occurrence
                       AND p.line = _act.line);

-- Rule 7. An era begins where the paper is suspended or terminated.
CREATE TEMP TABLE _state (parties TEXT, line TEXT, gen INTEGER, status TEXT, since TEXT, record TEXT,
                          PRIMARY KEY (parties, line, gen));
INSERT INTO _state
SELECT parties, line, gen, action, day, record
FROM (SELECT *, row_number() OVER (PARTITION BY parties, line, gen ORDER BY era DESC, height DESC, n) AS best
      FROM (SELECT *, CASE WHEN stage IS NULL THEN 0 WHEN era = 0 OR (given AND stage >= 3) THEN stage ELSE -1 END AS height
            FROM (SELECT *, sum(stage IS NULL) OVER (PARTITION BY parties, line, gen ORDER BY n) AS era FROM _paper)))
WHERE best = 1;

-- Rule 8.
CREATE TEMP TABLE _term (parties TEXT, line TEXT, gen INTEGER, term TEXT, begins TEXT, ends TEXT,
                         PRIMARY KEY (parties, line, gen));
INSERT INTO _term
SELECT parties, line, gen, term, iif(action = 'extended', day, coalesce(signed, in_force)), NULL
FROM (SELECT *, row_number() OVER (PARTITION BY parties, line, gen ORDER BY term IS NULL, n DESC) AS best,
             min(iif(action = 'signed', day, NULL)) OVER (PARTITION BY parties, line, gen) AS signed,
             min(iif(action = 'in force', day, NULL)) OVER (PARTITION BY parties, line, gen) AS in_force
      FROM _paper)
WHERE best = 1 AND term IS NOT NULL;
UPDATE _term SET ends = (
    SELECT coalesce(max(iif(w.word GLOB '[12][0-9][0-9][0-9]', w.word || '-12-31', NULL)),
                    date(_term.begins, '+' || (w.number * max(iif(u.unit = 'months', u.value, NULL))) || ' months'),
                    date(_term.begins, '+' || (w.number * max(iif(u.unit = 'days', u.value, NULL))) || ' days'))
    FROM (SELECT j.value AS word, sum(CASE WHEN t.unit = 'number' THEN t.value
                 WHEN j.value NOT GLOB '*[^0-9]*' AND length(j.value) < 4 THEN cast(j.value AS INTEGER) END) OVER () AS number
          FROM json_each('[' || replace(json_quote(replace(lower(_term.term), '-', ' ')), ' ', '","') || ']') j
          LEFT JOIN term_words t ON t.word = j.value) w LEFT JOIN term_words u ON u.word = w.word);

-- The pacts. A pact is known by its smallest record id.
CREATE TEMP TABLE _pact (parties TEXT, line TEXT, gen INTEGER, id TEXT, records INTEGER, PRIMARY KEY (parties, line, gen));
INSERT INTO _pact SELECT a.parties, a.line, a.gen, min(x.record), count(*)
FROM _act a JOIN _telling x ON x.parties = a.parties AND x.occurrence = a.occurrence GROUP BY a.parties, a.line, a.gen;

CREATE TEMP TABLE _gone AS SELECT DISTINCT pact FROM pact_pairs WHERE (a, b) IN (SELECT a, b FROM _touched);
DELETE FROM pacts WHERE id IN (SELECT pact FROM _gone);
DELETE FROM pact_records WHERE pact IN (SELECT pact FROM _gone);
DELETE FROM pact_pairs WHERE pact IN (SELECT pact FROM _gone);

INSERT INTO pact_records
SELECT p.id, x.record, g.action, g.date_start, iif(x.record = a.record, a.rule, 'same occurrence')
FROM _act a JOIN _pact p ON p.parties = a.parties AND p.line = a.line AND p.gen = a.gen
JOIN _telling x ON x.parties = a.parties AND x.occurrence = a.occurrence JOIN agreements g ON g.id = x.record;

INSERT INTO pacts
SELECT p.id, t.title, t.form, p.parties, s.status, s.since, m.term, m.ends,
       (SELECT group_concat(value, ';') FROM (SELECT DISTINCT j.value FROM pact_records r
        JOIN agreements g ON g.id = r.record, json_each('[' || replace(json_quote(g.subjects), ';', '","') || ']') j
        WHERE r.pact = p.id AND j.value IS NOT NULL ORDER BY j.value)), t.count, s.record, p.records,
       t.form NOT IN ('joint statement', 'resolution') AND
       (s.status IN ('ratified', 'in force', 'extended') OR (s.status = 'signed' AND t.form <> 'treaty'))
FROM _pact p JOIN _state s ON s.parties = p.parties AND s.line = p.line AND s.gen = p.gen
LEFT JOIN _term m ON m.parties = p.parties AND m.line = p.line AND m.gen = p.gen
JOIN (SELECT parties, line, gen, title, form, max(count) OVER (PARTITION BY parties, line, gen) AS count,
             row_number() OVER (PARTITION BY parties, line, gen ORDER BY n_words DESC, length(title) DESC, record) AS best
      FROM _act) t ON t.parties = p.parties AND t.line = p.line AND t.gen = p.gen AND t.best = 1;

INSERT OR IGNORE INTO pact_pairs
SELECT l.a, l.b, p.id FROM _pact p CROSS JOIN links l ON l.record = p.id;

DROP TABLE _telling;
DROP TABLE _act;
DROP TABLE _title;
DROP TABLE _word;
DROP TABLE _within;
DROP TABLE _titled;
DROP TABLE _paper;
DROP TABLE _state;
DROP TABLE _term;
DROP TABLE _pact;
DROP TABLE _gone;
