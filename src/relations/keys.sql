-- keys.sql - under which keys the records of the documents in _underived can be found by others that tell the same.
--
-- A key is the kind or event type with a pair of codes ("CONSULT GHA KEN"), in whatever roles: a telling may leave out a
-- side, or turn the roles of a meeting round. A record with more than two codes has a key for each pair of the first six.
-- One with a single code has that ("PROTEST FRA"), and so has who acts in an event with a recipient, since another telling
-- may not name whom it was aimed at; one without any the place ("ASSAULT @Gao"). Statements are found by
-- the code of the speaker alone, figures by measure and codes. A record without a date has no key: it is compared within
-- its story only.

DELETE FROM tellings WHERE document IN (SELECT document FROM _underived) AND NOT EXISTS (SELECT 1 FROM records r WHERE r.id = tellings.record);

CREATE TEMP TABLE _new_codes (record TEXT, document TEXT, code TEXT, acts INTEGER, n INTEGER, codes INTEGER, PRIMARY KEY (record, code)) WITHOUT ROWID;
INSERT INTO _new_codes
SELECT record, document, code, acts, row_number() OVER (PARTITION BY record ORDER BY code), count(*) OVER (PARTITION BY record)
FROM (SELECT r.record, r.document, r.code, max(r.role IN ('actor', 'speaker', 'from')) AS acts FROM _underived u CROSS JOIN roles r ON r.document = u.document
      WHERE r.code IS NOT NULL AND r.role IN ('actor', 'recipient', 'speaker', 'party', 'from', 'to') GROUP BY r.record, r.code);

CREATE TEMP TABLE _new_heads AS
SELECT record, document, head, place, directed, CAST(julianday(date) + 0.5 AS INTEGER) AS day, CAST(julianday(until) + 0.5 AS INTEGER) AS last FROM (
SELECT e.id AS record, e.document, e.event AS head, e.place, e.date_start AS date, e.date_end AS until, e.recipient IS NOT NULL AS directed FROM _underived u CROSS JOIN events e ON e.document = u.document
UNION ALL SELECT s.id, s.document, 'statement', s.speaker_name, s.date_start, s.date_end, 0 FROM _underived u CROSS JOIN statements s ON s.document = u.document
UNION ALL SELECT g.id, g.document, 'agreement', NULL, g.date_start, g.date_end, 0 FROM _underived u CROSS JOIN agreements g ON g.document = u.document
UNION ALL SELECT l.id, l.document, 'level', NULL, l.date_start, l.date_end, 0 FROM _underived u CROSS JOIN levels l ON l.document = u.document
UNION ALL SELECT f.id, f.document, 'figure ' || f.measure, NULL, coalesce(f.period_start, f.date_start), coalesce(f.period_end, f.date_end), 0
          FROM _underived u CROSS JOIN figures f ON f.document = u.document)
WHERE date IS NOT NULL;
CREATE TEMP TABLE _new_keys (key TEXT, day INTEGER, record TEXT, last INTEGER, document TEXT, PRIMARY KEY (key, day, record)) WITHOUT ROWID;
CREATE INDEX temp._new_heads_record ON _new_heads(record);

INSERT OR IGNORE INTO _new_keys
SELECT h.head || ' ' || x.code || ' ' || y.code, h.day, h.record, iif(h.last - h.day <= 31, h.last, h.day), h.document
FROM _new_heads h CROSS JOIN _new_codes x ON x.record = h.record CROSS JOIN _new_codes y ON y.record = h.record AND y.code > x.code
WHERE h.head <> 'statement' AND y.n <= 6;

INSERT OR IGNORE INTO _new_keys
SELECT h.head || ' ' || x.code, h.day, h.record, iif(h.last - h.day <= 31, h.last, h.day), h.document
FROM _new_heads h CROSS JOIN _new_codes x ON x.record = h.record
WHERE (x.codes = 1 OR h.head = 'statement' OR (h.directed AND x.acts));

INSERT OR IGNORE INTO _new_keys
SELECT h.head || ' @' || h.place, h.day, h.record, iif(h.last - h.day <= 31, h.last, h.day), h.document FROM _new_heads h
WHERE h.place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM _new_codes x WHERE x.record = h.record);

-- Only what changed, so that no key is stirred for nothing.
DELETE FROM _keys WHERE document IN (SELECT document FROM _underived) AND NOT EXISTS
(SELECT 1 FROM _new_keys n WHERE n.key = _keys.key AND n.day = _keys.day AND n.record = _keys.record AND n.last = _keys.last);
INSERT OR IGNORE INTO _keys SELECT * FROM _new_keys;

DROP TABLE _new_keys;
DROP TABLE _new_heads;
DROP TABLE _new_codes;
