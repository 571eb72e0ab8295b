-- tellings.sql - which other record each record tells the same as, and by which rule. The result stands in the temporary
-- table _told, from which occurrences.sql makes occurrences.
--
-- Each record has at most one other that it is found to tell the same as: its parent, a fuller telling (an exact day, more
-- parties, a place, the body rather than the headline). So a vague telling ("the premier held talks") cannot bring two
-- things together that are told apart elsewhere. What a record is compared with depends on nothing but the records under
-- its keys and in its story, so that the order of reading does not matter; and with at most 40 of each, the fullest of a
-- key and day and of a story, so that the time grows with the number of records and not with its square.

-- How sure each rule is. `rank` settles which of several parents is taken: the surest, then the fullest.
CREATE TEMP TABLE _rules (rule TEXT PRIMARY KEY, confidence REAL NOT NULL) WITHOUT ROWID;
INSERT INTO _rules VALUES ('same text', 0.99), ('same sentence', 0.97), ('same story', 0.9), ('same value', 0.89), ('same day', 0.88), ('headline', 0.87), ('same words', 0.85),
    ('told later', 0.75), ('day apart', 0.7), ('same period', 0.6), ('other value', 0.6);

-- ---- what is compared -------------------------------------------------------------------------------------------------

-- Records whose parent may be another than before: new ones, those with a stirred key on a day from which the key can
-- be seen (a month sees its days), and those whose chain lost a telling.
CREATE TEMP TABLE _asking (record TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO _asking
SELECT id, document FROM _due;
INSERT OR IGNORE INTO _asking
SELECT k.record, k.document FROM _stirred s CROSS JOIN _keys k ON k.key = s.key AND k.day BETWEEN s.day - 31 AND s.day + 3 AND k.last >= s.day - 3;
INSERT OR IGNORE INTO _asking
SELECT t.record, t.document FROM _broken b CROSS JOIN tellings t ON t._tree = b.tree;
INSERT OR IGNORE INTO _asking
SELECT t.record, t.document FROM _broken b CROSS JOIN tellings t ON t.record = b.tree;

-- These, whom they may find, and the whole chains of both.
CREATE TEMP TABLE _context (record TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO _context SELECT * FROM _asking;
INSERT OR IGNORE INTO _context
SELECT p.record, p.document FROM (SELECT DISTINCT k.key, k.day, k.last FROM _asking c CROSS JOIN _keys k ON k.document = c.document AND k.record = c.record) k
CROSS JOIN _keys p ON p.key = k.key AND p.day BETWEEN k.day - 3 AND k.last + 3;
CREATE TEMP TABLE _stories (document TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT OR IGNORE INTO _stories SELECT document FROM _asking;
INSERT OR IGNORE INTO _context
SELECT r.id, r.document FROM _stories c CROSS JOIN events r ON r.document = c.document
UNION ALL SELECT r.id, r.document FROM _stories c CROSS JOIN statements r ON r.document = c.document
UNION ALL SELECT r.id, r.document FROM _stories c CROSS JOIN agreements r ON r.document = c.document
UNION ALL SELECT r.id, r.document FROM _stories c CROSS JOIN levels r ON r.document = c.document
UNION ALL SELECT r.id, r.document FROM _stories c CROSS JOIN figures r ON r.document = c.document;
DROP TABLE _stories;
INSERT OR IGNORE INTO _context
SELECT m.record, m.document FROM (SELECT DISTINCT t._tree FROM _context c CROSS JOIN tellings t ON t.record = c.record WHERE t._tree IS NOT NULL) x
CROSS JOIN tellings m ON m._tree = x._tree;

-- Codes of both sides: x who acts, speaks, is party or gives; y to whom.
CREATE TEMP TABLE _codes (record TEXT, code TEXT, x INTEGER, y INTEGER, PRIMARY KEY (record, code)) WITHOUT ROWID;
INSERT INTO _codes
SELECT r.record, r.code, max(r.role IN ('actor', 'speaker', 'party', 'from')), max(r.role IN ('recipient', 'about', 'to'))
FROM _context c CROSS JOIN roles r ON r.record = c.record
WHERE r.code IS NOT NULL AND r.role IN ('actor', 'speaker', 'party', 'from', 'recipient', 'about', 'to') GROUP BY r.record, r.code;

-- A side is its codes in order, ";CHN;;IRN;", with a pattern that finds it in a side with more: "*;CHN;*;IRN;*".
CREATE TEMP TABLE _sides (record TEXT PRIMARY KEY, x TEXT, y TEXT, z TEXT NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO _sides
SELECT record, group_concat(CASE WHEN x THEN ';' || code || ';' END, ''), group_concat(CASE WHEN y THEN ';' || code || ';' END, ''),
       group_concat(';' || code || ';', ''), count(*)
FROM _codes GROUP BY record;

-- People of a country by their office: where two tellings name people of one country and no office of theirs is the same,
-- two meetings are told. "Its diplomats" and "her counterpart" are no people: there the name is the word of the office.
CREATE TEMP TABLE _people (record TEXT, code TEXT, office TEXT, PRIMARY KEY (record, code, office)) WITHOUT ROWID;
INSERT OR IGNORE INTO _people
SELECT r.record, r.code, a.office FROM _context c CROSS JOIN roles r ON r.record = c.record CROSS JOIN actors a ON a.id = r.actor
WHERE r.code IS NOT NULL AND a.office IS NOT NULL AND instr(lower(a.name), lower(a.office)) = 0
  AND r.role IN ('actor', 'speaker', 'party', 'recipient');

-- One row a record, all kinds alike. type: what must be the same. sub: what else tells things apart, where known. loud: of
-- a type that happens many times a day between the same two, so that words must agree too. guess: the day is only that of
-- the story; then the thing may have been a few days earlier.
CREATE TEMP TABLE _told (record TEXT PRIMARY KEY, document TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, sub TEXT, modality TEXT,
    x TEXT, y TEXT, z TEXT, n INTEGER, mutual INTEGER, loud INTEGER NOT NULL, first INTEGER, last INTEGER, coarse INTEGER NOT NULL,
    guess INTEGER NOT NULL, place TEXT, latitude REAL, longitude REAL, value REAL, low INTEGER, high INTEGER, words INTEGER NOT NULL, quote TEXT NOT NULL,
    at INTEGER NOT NULL, title INTEGER NOT NULL, fullness INTEGER NOT NULL, confidence REAL NOT NULL,
    date_start TEXT, date_end TEXT, date_precision TEXT NOT NULL, parent TEXT, rule TEXT) WITHOUT ROWID;

CREATE TEMP VIEW _as_told AS
-- Of modes only calls are told apart from what needs presence: stories call one meeting a visit and talks. What an event
-- of SUPPORT is, says its CAMEO code: 057 signed, 050 relations raised, 051 praised.
SELECT e.id AS record, 'event' AS kind, e.event AS type,
       CASE e.event WHEN 'CONSULT' THEN CASE WHEN e.mode = 'phone' THEN 'phone' WHEN e.mode IS NOT NULL OR e.place IS NOT NULL THEN 'present' END
                    WHEN 'SUPPORT' THEN substr(e.cameo, 1, 3) WHEN 'THREATEN' THEN NULL ELSE coalesce(e.mode, substr(e.cameo, 1, 3)) END AS sub,
       CASE e.modality WHEN 'historical' THEN 'actual' ELSE e.modality END AS modality,
       e.event = 'CONSULT' OR (e.recipient IS NULL AND instr(e.actor, ';') > 0) AS mutual,
       CASE WHEN e.event IN ('CONSULT', 'SANCTION', 'RETREAT', 'AID', 'COOPERATE', 'MOBILIZE', 'CONCEDE', 'PROTEST') THEN 0
            WHEN e.event = 'SUPPORT' AND substr(e.cameo, 1, 3) IN ('050', '054', '057') THEN 0 ELSE 1 END AS loud,
       e.date_start, e.date_end, e.date_precision, e.date_basis, e.place, e.latitude, e.longitude, NULL AS value, e.quote, e.char_start, e.document, e.sentence, e.confidence
FROM _context c CROSS JOIN events e ON e.id = c.record
UNION ALL
SELECT s.id, 'statement', 'statement', NULL, NULL, 0, 1, s.date_start, s.date_end, s.date_precision, s.date_basis, NULL, NULL, NULL, NULL,
       coalesce(s.content, s.quote), s.char_start, s.document, s.sentence, s.confidence FROM _context c CROSS JOIN statements s ON s.id = c.record
UNION ALL
-- What is signed on one day may be ten papers: words tell them apart.
SELECT g.id, 'agreement', 'agreement', g.action, NULL, 1, 1, g.date_start, g.date_end, g.date_precision, g.date_basis, NULL, NULL, NULL, NULL, g.quote,
       g.char_start, g.document, g.sentence, g.confidence FROM _context c CROSS JOIN agreements g ON g.id = c.record
UNION ALL
SELECT l.id, 'level', l.level, l.action, NULL, 1, 0, l.date_start, l.date_end, l.date_precision, l.date_basis, NULL, NULL, NULL, NULL, l.quote,
       l.char_start, l.document, l.sentence, l.confidence FROM _context c CROSS JOIN levels l ON l.id = c.record
UNION ALL
-- A figure is one number of one thing: measure, unit and period must be the same. A number without a period may be of any.
SELECT f.id, 'figure', f.measure || ' ' || coalesce(f.unit, ''), f.of, NULL, 0, f.period_start IS NULL, coalesce(f.period_start, f.date_start),
       coalesce(f.period_end, f.date_end), CASE WHEN f.period_start IS NULL THEN f.date_precision
            ELSE CASE WHEN f.period_end = f.period_start THEN 'day' WHEN julianday(f.period_end) - julianday(f.period_start) < 7 THEN 'week'
                      WHEN julianday(f.period_end) - julianday(f.period_start) < 31 THEN 'month'
                      WHEN julianday(f.period_end) - julianday(f.period_start) < 92 THEN 'quarter' ELSE 'year' END END,
       CASE WHEN f.period_start IS NULL THEN f.date_basis ELSE 'text' END, NULL, NULL, NULL, coalesce(f.value, f.low, f.high), f.quote, f.char_start, f.document,
       f.sentence, f.confidence FROM _context c CROSS JOIN figures f ON f.id = c.record;

INSERT INTO _told
SELECT a.record, a.document, a.kind, a.type, a.sub, a.modality, s.x, s.y, s.z, coalesce(s.n, 0), a.mutual, a.loud, julianday(a.date_start) + 0.5,
       julianday(a.date_end) + 0.5, a.kind <> 'figure' AND a.date_precision <> 'day', a.date_basis IS 'published', a.place, a.latitude, a.longitude, a.value,
       coalesce(g.low, 0), coalesce(g.high, 0), coalesce(g.words, 0), a.quote, a.char_start, coalesce(t.is_title, 0),
       (a.kind = 'figure' OR a.date_precision = 'day') * 1000 + (a.date_basis IS NOT 'published') * 400 + min(coalesce(s.n, 0), 3) * 100
           + (s.y IS NOT NULL) * 40 + (a.place IS NOT NULL) * 20
           + EXISTS (SELECT 1 FROM _people p WHERE p.record = a.record) * 10 + (1 - coalesce(t.is_title, 0)) * 5,
       a.confidence, a.date_start, a.date_end, a.date_precision, o._parent, o._rule
FROM _as_told a LEFT JOIN _sides s ON s.record = a.record
LEFT JOIN _gists g ON g.document = a.document AND g.record = a.record
LEFT JOIN sentences t ON t.document = a.document AND t.n = a.sentence
LEFT JOIN tellings o ON o.record = a.record;
CREATE INDEX temp._told_document ON _told(document, kind, type, fullness DESC, record);

-- ---- who may be whose parent ------------------------------------------------------------------------------------------

-- The 40 fullest under each key and day, and of each type in a story.
CREATE TEMP TABLE _leaders (key TEXT, day INTEGER, record TEXT, PRIMARY KEY (key, day, record)) WITHOUT ROWID;
INSERT INTO _leaders
SELECT key, day, record FROM
(SELECT k.key, k.day, k.record, row_number() OVER (PARTITION BY k.key, k.day ORDER BY t.fullness DESC, k.record) AS nth
 FROM _context c CROSS JOIN _keys k ON k.document = c.document AND k.record = c.record CROSS JOIN _told t ON t.record = k.record)
WHERE nth <= 40;

CREATE TEMP TABLE _in_story (document TEXT, kind TEXT, type TEXT, record TEXT, PRIMARY KEY (document, kind, type, record)) WITHOUT ROWID;
INSERT INTO _in_story
SELECT document, kind, type, record FROM
(SELECT document, kind, type, record, row_number() OVER (PARTITION BY document, kind, type ORDER BY fullness DESC, record) AS nth FROM _told
 WHERE document IN (SELECT document FROM _asking))
WHERE nth <= 40;

CREATE TEMP TABLE _pairs (child TEXT, parent TEXT, PRIMARY KEY (child, parent)) WITHOUT ROWID;
INSERT OR IGNORE INTO _pairs
SELECT c.record, p.record FROM _asking q CROSS JOIN _told c ON c.record = q.record
CROSS JOIN _in_story s ON s.document = c.document AND s.kind = c.kind AND s.type = c.type
CROSS JOIN _told p ON p.record = s.record
WHERE p.fullness > c.fullness OR (p.fullness = c.fullness AND p.record < c.record);
INSERT OR IGNORE INTO _pairs
SELECT c.record, p.record FROM _asking q CROSS JOIN _told c ON c.record = q.record
CROSS JOIN _keys k ON k.document = c.document AND k.record = c.record
CROSS JOIN _leaders l ON l.key = k.key AND l.day BETWEEN k.day - 3 AND k.last + 3
CROSS JOIN _told p ON p.record = l.record
WHERE p.type = c.type AND (p.fullness > c.fullness OR (p.fullness = c.fullness AND p.record < c.record));

-- ---- how alike they are -----------------------------------------------------------------------------------------------

-- Stories of which one is printed from the other.
CREATE TEMP TABLE _copies (document TEXT, other TEXT, whole INTEGER NOT NULL, PRIMARY KEY (document, other)) WITHOUT ROWID;
INSERT OR IGNORE INTO _copies
SELECT d.document, d.other, d.kind = 'same text' FROM (SELECT DISTINCT document FROM _context) c CROSS JOIN duplicates d ON d.document = c.document;
INSERT OR IGNORE INTO _copies
SELECT d.other, d.document, d.kind = 'same text' FROM (SELECT DISTINCT document FROM _context) c CROSS JOIN duplicates d ON d.other = c.document;

-- What fits: nothing in kind, sides, people, place or modality speaks against their being one. gap: days between them, 0
-- when they overlap or one has no day. low, high: the bits that both gists have; chance: how many two gists of that many
-- words have in common by chance.
CREATE TEMP TABLE _fitting AS
SELECT q.child, q.parent, p.fullness, c.document = p.document AS one_story, c.quote = p.quote AS one_quote, c.at = p.at AS one_place, c.loud, c.kind,
       c.coarse AND NOT p.coarse AS within, c.coarse = p.coarse AS even, c.coarse AS coarse, min(c.n, p.n) >= 2 AS two_sides, c.guess OR p.guess AS guess, c.sub IS p.sub AS one_sub,
       c.title <> p.title AS titled, c.title <> p.title AND (c.guess AND c.title OR p.guess AND p.title) AS headline,
       c.sub IS NULL OR p.sub IS NULL OR c.sub = p.sub AS sub_fits, c.z = p.z AS one_sides, min(c.words, p.words) AS least, c.words * p.words / 120 AS chance,
       c.low & p.low AS low, c.high & p.high AS high, max(0, coalesce(c.first - p.last, 0), coalesce(p.first - c.last, 0)) AS gap,
       c.first IS NULL OR p.first IS NULL AS undated, c.value, p.value AS other_value, c.place IS NOT NULL AND c.place = p.place AS one_spot, k.whole AS copied
FROM _pairs q CROSS JOIN _told c ON c.record = q.child CROSS JOIN _told p ON p.record = q.parent
LEFT JOIN _copies k ON k.document = c.document AND k.other = p.document
WHERE c.modality IS p.modality
  AND CASE WHEN c.z IS p.z AND c.x IS p.x THEN 1
           WHEN c.kind = 'statement' THEN c.x IS p.x
           WHEN c.mutual OR p.mutual THEN p.z GLOB replace('*' || c.z || '*', ';;', ';*;') OR c.z GLOB replace('*' || p.z || '*', ';;', ';*;')
           ELSE (c.x IS NULL OR p.x IS NULL OR p.x GLOB replace('*' || c.x || '*', ';;', ';*;') OR c.x GLOB replace('*' || p.x || '*', ';;', ';*;'))
            AND (c.y IS NULL OR p.y IS NULL OR p.y GLOB replace('*' || c.y || '*', ';;', ';*;') OR c.y GLOB replace('*' || p.y || '*', ';;', ';*;')) END
  AND (c.kind <> 'event' OR NOT EXISTS (
      SELECT 1 FROM _people a JOIN _people b ON b.record = p.record AND b.code = a.code WHERE a.record = c.record
      AND NOT EXISTS (SELECT 1 FROM _people s JOIN _people o ON o.record = p.record AND o.code = s.code AND o.office = s.office
                      WHERE s.record = c.record AND s.code = a.code)))
  AND (c.latitude IS NULL OR p.latitude IS NULL OR (abs(c.latitude - p.latitude) < 0.7 AND abs(c.longitude - p.longitude) < 0.7));

-- shared: bits in common beyond chance, counted as in "Hacker's Delight" (Warren), 5-1: in pairs of bits, fours, bytes.
-- MATERIALIZED keeps SQLite from writing each step twice into the next.
CREATE TEMP TABLE _alike AS
WITH pairs AS MATERIALIZED (SELECT rowid AS n, low - ((low >> 1) & 0x5555555555555555) AS a, high - ((high >> 1) & 0x5555555555555555) AS b FROM _fitting),
     fours AS MATERIALIZED (SELECT n, (a & 0x3333333333333333) + ((a >> 2) & 0x3333333333333333) + (b & 0x3333333333333333) + ((b >> 2) & 0x3333333333333333) AS s FROM pairs),
     bytes AS MATERIALIZED (SELECT n, (s & 0x0f0f0f0f0f0f0f0f) + ((s >> 4) & 0x0f0f0f0f0f0f0f0f) AS s FROM fours),
     twos AS MATERIALIZED (SELECT n, s + (s >> 8) AS s FROM bytes),
     halves AS MATERIALIZED (SELECT n, s + (s >> 16) AS s FROM twos)
SELECT f.*, max(0, ((s + (s >> 32)) & 127) - f.chance) AS shared FROM halves CROSS JOIN _fitting f ON f.rowid = halves.n;

-- The rules, the surest first.
CREATE TEMP TABLE _found AS
SELECT child, parent, fullness, shared, CASE
    -- The same sentence of a story that two outlets print.
    WHEN copied AND one_place THEN 'same text'
    WHEN copied IS NOT NULL AND one_quote THEN 'same sentence'
    -- A figure: of one period, or of none in stories of one day. In one story only the same value is the same number.
    WHEN kind = 'figure' THEN CASE
        WHEN gap > 0 OR NOT even OR NOT sub_fits THEN NULL
        WHEN abs(value - other_value) <= abs(value) * 0.02 THEN CASE WHEN one_story THEN 'same story' ELSE 'same value' END
        WHEN NOT one_story AND NOT loud AND abs(value - other_value) <= abs(value) * 0.25 THEN 'other value' END
    -- Headline, lead and background of one story: of the same sides, or in the headline, or in the same words.
    WHEN one_story AND kind = 'statement' THEN CASE WHEN one_quote OR (shared >= 2 AND shared * 10 >= least * 6) THEN 'same story' END
    WHEN one_story AND gap <= guess AND sub_fits AND (even OR one_sides) AND (one_sides OR titled OR shared >= 1)
         AND (NOT loud OR (shared * 3 >= least AND (shared >= 2 OR shared >= 1 AND least <= 2))) THEN 'same story'
    -- A headline has no day of its own, and few words; the body that follows tells what it means. Not so its background:
    -- "The two republics took up relations in 1984" is not "Tunisia and Nicaragua exchange ambassadors".
    WHEN one_story THEN CASE WHEN headline AND even AND gap <= 14 AND sub_fits AND (one_sides OR shared >= 1) THEN 'headline' END
    WHEN undated THEN NULL
    WHEN kind = 'statement' THEN CASE
        WHEN gap <= 1 AND ((one_quote AND least >= 2) OR (shared >= 3 AND shared * 10 >= least * 6)) THEN 'same words'
        WHEN gap <= 3 AND shared >= 4 AND shared * 10 >= least * 8 THEN 'same words' END
    -- Across stories: on one day, of what seldom happens twice a day between the same two.
    WHEN even AND NOT coarse AND gap = 0 AND sub_fits AND (NOT loud OR one_spot OR (shared >= 2 AND shared * 3 >= least) OR (least <= 2 AND shared >= 1)) THEN 'same day'
    WHEN even AND gap <= 3 AND one_sides AND shared >= 3 AND shared * 10 >= least * 7 THEN 'same words'
    WHEN even AND gap <= 3 AND guess AND sub_fits AND shared * 2 >= least AND (shared >= 2 OR shared >= 1 AND one_sub AND gap <= 2) THEN 'told later'
    WHEN even AND gap = 1 AND guess AND sub_fits AND one_sides AND NOT loud THEN 'day apart'
    -- "In March 2021": the one thing of that month between these two, or one in the same words. What leaves open both when
    -- and between whom is nobody's telling.
    WHEN within AND gap = 0 AND sub_fits AND (NOT loud AND one_sub AND one_sides AND two_sides OR shared >= 2) THEN 'same period'
    WHEN even AND gap = 0 AND sub_fits AND shared >= 2 THEN 'same period'
    END AS rule
FROM _alike;

-- ---- the parent of each -----------------------------------------------------------------------------------------------

UPDATE _told SET parent = NULL, rule = NULL WHERE record IN (SELECT record FROM _asking);
UPDATE _told SET parent = best.found, rule = best.found_by FROM
(SELECT f.child, f.parent AS found, f.rule AS found_by, row_number() OVER (PARTITION BY f.child ORDER BY r.confidence DESC, f.shared DESC, f.fullness DESC, f.parent) AS nth
 FROM _found f JOIN _rules r ON r.rule = f.rule) best
WHERE best.nth = 1 AND _told.record = best.child;

DROP TABLE _found;
DROP TABLE _alike;
DROP TABLE _fitting;
DROP TABLE _copies;
DROP TABLE _pairs;
DROP TABLE _in_story;
DROP TABLE _leaders;
DROP VIEW _as_told;
DROP VIEW _due;
DROP TABLE _sides;
DROP TABLE _codes;
DROP TABLE _context;
DROP TABLE _asking;
