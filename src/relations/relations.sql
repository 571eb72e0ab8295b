-- relations.sql - where each pair in _touched stands: one row for each pair that a record links. Runs last.
--
-- Rules
--   1. records, documents, first_date, last_date: of all that links the two, of every kind and origin.
--   2. All other numbers are of what was read (origin 'read'); event files of other systems are counted in the views by
--      origin.
--   3. as_of is the day of the last story on the two (last_published), or last_date where no story has a day: what "now"
--      means for the pair. Nothing dated later is a contact or an event of the last year.
--   4. level: what standings holds last. last_contact: the last CONSULT that happened between the two, to the day or
--      month.
--   5. pacts_in_force: pacts that are binding (pacts.sql) and whose end, where it is known, has not passed.
--   6. open_promises: promises neither kept nor broken (promises.sql); one by both sides counts once.
--   7. cooperation, conflict: occurrences of quads 1 and 2, 3 and 4 in the twelve months up to as_of; score: the mean of
--      their scores.

DELETE FROM relations WHERE (a, b) IN (SELECT a, b FROM _touched);

CREATE TEMP TABLE _pair AS
SELECT *, coalesce(last_published, last_date) AS as_of
FROM (SELECT l.a, l.b, count(*) AS records, count(DISTINCT l.document) AS documents,
             min(l.date) AS first_date, max(l.date) AS last_date,
             max(iif(l.origin = 'read', d.published, NULL)) AS last_published
      FROM _touched p CROSS JOIN links l ON l.a = p.a AND l.b = p.b
      CROSS JOIN documents d INDEXED BY _documents_published ON d.id = l.document GROUP BY l.a, l.b);

CREATE TEMP TABLE _year (a TEXT, b TEXT, cooperation INTEGER, conflict INTEGER, score REAL, PRIMARY KEY (a, b));
INSERT INTO _year
SELECT e.a, e.b, sum(e.quad <= 2), sum(e.quad > 2), round(sum(e.score) / count(*), 3)
FROM _pair p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b
 AND e.day > date(p.as_of, '-12 months') AND e.day <= p.as_of
WHERE e.origin = 'read' AND e.happened AND (e.forth OR e.back) AND e.dated IN ('day', 'month') GROUP BY e.a, e.b;

-- The last contact as one text that max() can order: day, record.
CREATE TEMP TABLE _contact (a TEXT, b TEXT, last TEXT, PRIMARY KEY (a, b));
INSERT INTO _contact
SELECT e.a, e.b, max(e.day || e.record)
FROM _pair p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b AND e.day <= p.as_of
WHERE e.event = 'CONSULT' AND e.origin = 'read' AND e.happened AND (e.forth OR e.back) AND e.dated IN ('day', 'month')
GROUP BY e.a, e.b;

INSERT INTO relations
SELECT p.a, p.b, p.records, p.documents, p.first_date, p.last_date, s.held_level, s.held_action, s.held_rank,
       s.held_since, s.held_record, substr(c.last, 1, 10),
       (SELECT coalesce(e.mode, 'talks') FROM events e WHERE e.id = substr(c.last, 11)), substr(c.last, 11),
       (SELECT count(*) FROM pact_pairs x JOIN pacts k ON k.id = x.pact
        WHERE x.a = p.a AND x.b = p.b AND k.binding AND (k.ends IS NULL OR k.ends >= p.as_of)),
       (SELECT count(DISTINCT m.occurrence) FROM promises m WHERE m.a = p.a AND m.b = p.b AND m.status = 'open'),
       coalesce(y.cooperation, 0), coalesce(y.conflict, 0), y.score, p.last_published, p.as_of
FROM _pair p LEFT JOIN _year y ON y.a = p.a AND y.b = p.b LEFT JOIN _contact c ON c.a = p.a AND c.b = p.b
LEFT JOIN standings s ON s.a = p.a AND s.b = p.b
     AND s.n = (SELECT max(n) FROM standings z WHERE z.a = p.a AND z.b = p.b);

DROP TABLE _pair;
DROP TABLE _year;
DROP TABLE _contact;
DELETE FROM _touched;
DELETE FROM _underived;
