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

CREATE TEMP TABLE _side (side INTEGER);
INSERT INTO _side VALUES (1), (2);
CREATE TEMP TABLE _promised AS
SELECT e.a, e.b, s.side, e.day, e.record, e.occurrence, e.context,
       CASE WHEN EXISTS (SELECT 1 FROM keeps k WHERE k.promise = substr(e.cameo, 1, 3))
            THEN substr(e.cameo, 1, 3) ELSE 'any' END AS promise
FROM _touched p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b
CROSS JOIN _side s ON iif(s.side = 1, e.forth, e.back)
WHERE e.event = 'AGREE' AND e.happened AND e.origin = 'read' AND e.dated IN ('day', 'month');

-- The deed that decides, as one text that min() can order: day, outcome (1 kept, 2 broken), what is missing to a
-- confidence of 1 in thousandths, record.
CREATE TEMP TABLE _decided AS
SELECT q.*, (SELECT min(x.day || ' ' || iif(k.outcome = 'broken' OR NOT x.happened, '2', '1') || ' ' ||
                        printf('%04d', 1000 - cast(round(k.confidence * 1000 * iif(x.happened, 1.0, 0.9) *
                               iif(x.context IS NULL OR q.context IS NULL, 0.8, 1.0)) AS INTEGER)) || ' ' || x.record)
             FROM pair_events x CROSS JOIN keeps k ON k.promise = q.promise AND k.deed = x.event
              AND k.mode IN ('any', x.mode)
             WHERE x.a = q.a AND x.b = q.b AND x.day > q.day AND x.day <= date(q.day, '+3 years')
               AND x.origin = 'read' AND iif(q.side = 1, x.forth, x.back)
               AND (x.happened OR (x.modality = 'negated' AND k.outcome = 'kept'))
               AND (x.context IS NULL OR q.context IS NULL OR x.context = q.context OR EXISTS
                    (SELECT 1 FROM json_each('[' || replace(json_quote(x.context), ';', '","') || ']') c
                     WHERE instr(';' || q.context || ';', ';' || c.value || ';')))) AS first
FROM _promised q;

INSERT INTO promises
SELECT record, iif(side = 1, a, b), iif(side = 1, b, a), a, b, day,
       CASE substr(first, 12, 1) WHEN '1' THEN 'kept' WHEN '2' THEN 'broken' ELSE 'open' END,
       iif(substr(first, 12, 1) = '1', substr(first, 19), NULL), iif(substr(first, 12, 1) = '2', substr(first, 19), NULL),
       promise, (1000 - substr(first, 14, 4)) / 1000.0, occurrence
FROM _decided;

DROP TABLE _side;
DROP TABLE _promised;
DROP TABLE _decided;
