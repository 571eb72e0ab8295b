-- promises.sql - what was promised in the pairs in _touched, and whether it was kept.
--
-- Rules
--   1. A promise is an AGREE event that happened (somebody did promise), read by chancery, dated to a month or better:
--      one row for each side that promises. What equals promise each other gives two rows.
--   2. What it promises is told by the first three digits of its CAMEO code; the table `keeps` says which later deeds of
--      the same side towards the other keep it and which refuse it. Codes without rows there are 'any'.
--   3. A deed counts from the day after the promise, for three years. Where both have contexts, they share one.
--   4. The first of them decides: a deed that happened keeps it, a REJECT of `keeps` breaks it; a deed that would keep
--      it but is negated ("did not deliver") breaks it too, a tenth less surely.
--   5. The confidence is that of the row in `keeps`, by 0.8 where a context is missing on either side, as then only the
--      kind of deed speaks for it.
--   6. Without any of these a promise is open.

DELETE FROM promises WHERE (a, b) IN (SELECT a, b FROM _touched);

CREATE TEMP TABLE _promised AS
SELECT e.a, e.b, iif(way = 1, e.a, e.b) AS source, iif(way = 1, e.b, e.a) AS target, e.day, e.record, e.occurrence,
       e.context, CASE WHEN EXISTS (SELECT 1 FROM keeps k WHERE k.promise = substr(e.cameo, 1, 3))
                       THEN substr(e.cameo, 1, 3) ELSE 'any' END AS promise, way
FROM _touched p JOIN pair_events e ON e.a = p.a AND e.b = p.b
JOIN (SELECT 1 AS way UNION ALL SELECT 2) ON iif(way = 1, e.forth, e.back)
WHERE e.event = 'AGREE' AND e.happened AND e.origin = 'read' AND e.dated IN ('day', 'month');

-- The deed that decides, as one text that min() can order: day, outcome (1 kept, 2 broken), what is missing to a
-- confidence of 1 in thousandths, record.
INSERT INTO promises
SELECT record, source, target, a, b, day,
       CASE substr(first, 12, 1) WHEN '1' THEN 'kept' WHEN '2' THEN 'broken' ELSE 'open' END,
       iif(substr(first, 12, 1) = '1', substr(first, 19), NULL), iif(substr(first, 12, 1) = '2', substr(first, 19), NULL),
       rule, (1000 - substr(first, 14, 4)) / 1000.0, occurrence
FROM (SELECT q.*, (SELECT min(x.day || ' ' || iif(k.outcome = 'broken' OR NOT x.happened, '2', '1') || ' ' ||
                          printf('%04d', 1000 - cast(round(k.confidence * 1000 * iif(x.happened, 1.0, 0.9) *
                                 iif(x.context IS NULL OR q.context IS NULL, 0.8, 1.0)) AS INTEGER)) || ' ' || x.record)
                   FROM pair_events x
                   JOIN keeps k ON k.promise = q.promise AND k.deed = x.event AND k.mode IN ('any', x.mode)
                   WHERE x.a = q.a AND x.b = q.b AND x.day > q.day AND x.day <= date(q.day, '+3 years')
                     AND x.origin = 'read' AND iif(q.way = 1, x.forth, x.back)
                     AND (x.happened OR (x.modality = 'negated' AND k.outcome = 'kept'))
                     AND (x.context IS NULL OR q.context IS NULL OR x.context = q.context OR EXISTS
                          (SELECT 1 FROM json_each('[' || replace(json_quote(x.context), ';', '","') || ']') c
                           WHERE instr(';' || q.context || ';', ';' || c.value || ';')))) AS first,
             promise AS rule
      FROM _promised q);

DROP TABLE _promised;
