-- pair_events.sql - the events of each pair in _touched, its months and all of them together: the base of whatever
-- counts events.
--
-- Rules
--   1. An occurrence is counted once for a pair, however many records tell it; records of other origins (event files of
--      other systems) are counted beside it, never with it.
--   2. Of several tellings the row takes one that says that it happened (modality actual or historical), then the
--      best dated (a day, by the text), then the one that stands for the occurrence (whose id it bears), then the
--      smallest id.
--   3. forth, back: whether a acts on b, b on a, in any of them; both is an event of equals; neither: they only stand
--      beside each other in it, which counts for nobody.
--   4. happened: actual or historical. Future, hypothetical and negated events stay in the table and are not counted.
--   5. dated: how exactly the day is known. What is known to a month is counted in months and years, not in days; what
--      is known to a year in years; what is spread wider in nothing. A visit of several days is of its first day.

DELETE FROM pair_events WHERE (a, b) IN (SELECT a, b FROM _touched);

-- CROSS JOIN: tables are read in this order, so that few pairs cost little in a large store.
INSERT INTO pair_events
SELECT a, b, day, origin, occurrence, record, dated, forth, back, happened, modality, event, mode, context, cameo, quad,
       score
FROM (SELECT l.a, l.b, e.date_start AS day, l.origin, t.occurrence, l.record,
             CASE WHEN e.date_precision = 'day' THEN 'day'
                  WHEN substr(e.date_start, 1, 7) = substr(coalesce(e.date_end, e.date_start), 1, 7) THEN 'month'
                  WHEN substr(e.date_start, 1, 4) = substr(coalesce(e.date_end, e.date_start), 1, 4) THEN 'year'
                  ELSE 'longer' END AS dated,
             max(l.forth) OVER tellers AS forth, max(l.back) OVER tellers AS back,
             e.modality IN ('actual', 'historical') AS happened, e.modality, e.event, e.mode, e.context, e.cameo,
             e.quad, e.score,
             row_number() OVER (PARTITION BY l.a, l.b, t.occurrence, l.origin
                                ORDER BY e.modality NOT IN ('actual', 'historical'),
                                         e.date_precision <> 'day', e.date_basis = 'published',
                                         l.record <> t.occurrence, l.record) AS best
      FROM _touched p CROSS JOIN links l ON l.a = p.a AND l.b = p.b AND l.kind = 'event'
      CROSS JOIN events e ON e.id = l.record AND e.date_start IS NOT NULL
      CROSS JOIN tellings t ON t.record = l.record
      WINDOW tellers AS (PARTITION BY l.a, l.b, t.occurrence, l.origin))
WHERE best = 1;

DELETE FROM _seen WHERE (a, b) IN (SELECT a, b FROM _touched);

INSERT INTO _seen
SELECT e.a, e.b, e.origin, max(e.forth), max(e.back)
FROM _touched p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b AND e.happened AND (e.forth OR e.back)
GROUP BY e.a, e.b, e.origin;

DELETE FROM dyad_months WHERE (source, target) IN (SELECT a, b FROM _touched);
DELETE FROM dyad_months WHERE (source, target) IN (SELECT b, a FROM _touched);

INSERT INTO dyad_months
SELECT source, target, substr(day, 1, 7), origin, count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4),
       round(sum(score), 3), round(sum(score) / count(*), 3)
FROM (SELECT e.a AS source, e.b AS target, e.*
      FROM _touched p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b AND e.forth
      UNION ALL
      SELECT e.b, e.a, e.*
      FROM _touched p CROSS JOIN pair_events e ON e.a = p.a AND e.b = p.b AND e.back)
WHERE happened AND dated IN ('day', 'month') GROUP BY source, target, substr(day, 1, 7), origin;

DELETE FROM dyad_totals WHERE (source, target) IN (SELECT a, b FROM _touched);
DELETE FROM dyad_totals WHERE (source, target) IN (SELECT b, a FROM _touched);

INSERT INTO dyad_totals
SELECT m.source, m.target, m.origin, sum(m.events), sum(m.verbal_cooperation), sum(m.material_cooperation),
       sum(m.verbal_conflict), sum(m.material_conflict), round(sum(m.score_sum), 3),
       round(sum(m.score_sum) / sum(m.events), 3)
FROM (SELECT a AS source, b AS target FROM _touched UNION ALL SELECT b, a FROM _touched) p
CROSS JOIN dyad_months m ON m.source = p.source AND m.target = p.target
GROUP BY m.source, m.target, m.origin;
