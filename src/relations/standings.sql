-- standings.sql - which level each pair in _touched had, when, and since when.
--
-- Which records count
--   1. A level is dated by what its record says: a mention of 1971 counts in 1971, whenever it was printed. Without a
--      date it is not used ('undated').
--   2. A level dated after the publication of its story was only planned then ('planned').
--   3. Levels have no modality of their own. What is denied is no level record; what is only wished or possible is read
--      as 'described'. In doubt the events tell: where the level's words carry events of the same two, and all of
--      them are future, hypothetical or negated ("may upgrade ties to a strategic partnership"), the level is
--      'doubtful' and not used. "Agreed to establish ties" counts as done on its date.
--   4. An occurrence counts once, by the record that dates it best (a day, by the text), then the one that stands
--      for it (whose id it bears).
--
-- What the pair has after each (held)
--   5. Order: by date; on one day first what says that there are no relations, then acts, then descriptions, each by
--      publication. So a description in passing takes nothing away from what is done that day.
--   6. The highest level told holds. Only an act lowers: downgraded, suspended, severed; or a statement that there are
--      no relations at all (rank below 10). Such a lowering begins a new era of the pair; the same lowering told again
--      with no other act between begins none.
--   7. Of a downgrade the level that it names holds, with that word. Suspended or severed relations (rank up to 28)
--      leave rank 5, a suspended or ended partnership or alliance leaves rank 20, full relations; the name of what was
--      cut stands there, with what was done to it.
--   8. In a new era 'established', 'restored', 'upgraded' and 'reaffirmed' raise again; 'described' only after one of
--      them: "their strategic partnership", said after it was severed, does not bring it back.
--   9. held_since is the date on which the level held was reached.

CREATE TEMP TABLE _told (a TEXT, b TEXT, record TEXT, occurrence TEXT, use TEXT, date TEXT, level TEXT, rank INTEGER,
                         action TEXT, published TEXT, best INTEGER);

INSERT INTO _told
SELECT a, b, record, occurrence, use, date_start, level, rank, action, published,
       row_number() OVER (PARTITION BY a, b, occurrence
                          ORDER BY use <> 'counts', date_precision <> 'day', date_basis = 'published',
                                   record <> occurrence, record)
FROM (SELECT l.a, l.b, l.record, t.occurrence, v.date_start, v.level, coalesce(r.rank, 20) AS rank, v.action,
             d.published, v.date_precision, v.date_basis,
             CASE WHEN v.date_start IS NULL THEN 'undated'
                  WHEN v.date_start > d.published THEN 'planned'
                  WHEN (SELECT count(*) > 0 AND sum(e.modality IN ('actual', 'historical')) = 0 FROM events e
                        CROSS JOIN links x INDEXED BY links_record ON x.record = e.id AND x.a = l.a AND x.b = l.b
                        WHERE e.document = v.document AND e.sentence = v.sentence
                          AND e.char_start < v.char_end AND e.char_end > v.char_start) THEN 'doubtful'
                  ELSE 'counts' END AS use
      FROM _touched p CROSS JOIN links l ON l.a = p.a AND l.b = p.b AND l.kind = 'level'
      CROSS JOIN levels v ON v.id = l.record CROSS JOIN documents d ON d.id = v.document
      CROSS JOIN tellings t ON t.record = v.id
      LEFT JOIN ranks r ON r.level = v.level);

DELETE FROM standing_records WHERE (a, b) IN (SELECT a, b FROM _touched);
INSERT INTO standing_records SELECT a, b, record, occurrence, use FROM _told;

DELETE FROM standings WHERE (a, b) IN (SELECT a, b FROM _touched);

-- An act is whatever lowers or raises.
CREATE TEMP TABLE _fact (a TEXT, b TEXT, n INTEGER, date TEXT, level TEXT, rank INTEGER, action TEXT, record TEXT,
                         occurrence TEXT, lowers INTEGER, raises INTEGER, last_act INTEGER, PRIMARY KEY (a, b, n))
WITHOUT ROWID;
INSERT INTO _fact
SELECT a, b, n, date, level, rank, action, record, occurrence, lowers, raises,
       max(iif(lowers OR raises, n, NULL)) OVER (PARTITION BY a, b ORDER BY n
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
FROM (SELECT *, row_number() OVER (PARTITION BY a, b
                                   ORDER BY date, action = 'described' AND rank >= 10, action <> 'described',
                                            published IS NULL, published, record) AS n,
             action IN ('downgraded', 'suspended', 'severed') OR rank < 10 AS lowers,
             action IN ('established', 'restored', 'upgraded', 'reaffirmed') AND rank >= 10 AS raises
      FROM _told WHERE use = 'counts' AND best = 1);

CREATE TEMP TABLE _held (a TEXT, b TEXT, n INTEGER, height INTEGER, held INTEGER, PRIMARY KEY (a, b, n)) WITHOUT ROWID;
INSERT INTO _held
WITH
eras AS (
    SELECT x.*, sum(x.lowers AND NOT coalesce(y.lowers AND y.action = x.action AND y.level = x.level, 0))
                    OVER (PARTITION BY x.a, x.b ORDER BY x.n) AS era
    FROM _fact x LEFT JOIN _fact y ON y.a = x.a AND y.b = x.b AND y.n = x.last_act),
-- The height of what each says, NULL where it says nothing for the level; at one height an act of raising wins over
-- the lowering that the era began with.
heights AS (
    SELECT *, CASE WHEN lowers AND action IN ('suspended', 'severed') THEN iif(rank <= 28, 5, 20) * 10
                   WHEN lowers THEN rank * 10
                   WHEN raises OR era = 0 OR sum(raises) OVER (PARTITION BY a, b, era ORDER BY n) > 0
                   THEN rank * 10 + 1 END AS height
    FROM eras),
highest AS (
    SELECT *, max(height) OVER (PARTITION BY a, b, era ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS
              before
    FROM heights)
SELECT a, b, n, height, max(iif(height > coalesce(before, -1), n, NULL)) OVER (PARTITION BY a, b, era ORDER BY n)
FROM highest;

INSERT INTO standings
SELECT x.a, x.b, x.n, x.date, x.level, x.rank, x.action, x.record, x.occurrence, y.level, h.height / 10, y.action,
       y.date, y.record
FROM _fact x JOIN _held w ON w.a = x.a AND w.b = x.b AND w.n = x.n
LEFT JOIN _held h ON h.a = x.a AND h.b = x.b AND h.n = w.held
LEFT JOIN _fact y ON y.a = x.a AND y.b = x.b AND y.n = w.held;

DROP TABLE _told;
DROP TABLE _fact;
DROP TABLE _held;
