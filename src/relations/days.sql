-- days.sql - every day from the first publication to the last, and whether it is covered: whether an event of that day
-- could have been read.
--
-- Rules
--   1. A day is covered when a document was published on it or on the next day: the news of a day stands in the papers
--      of that day and of the one after.
--   2. The event files of other systems have no stories: each is taken to cover every day from its first event to its
--      last, and its documents are not counted.

DELETE FROM coverage;

CREATE TEMP TABLE _published (day TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID;
INSERT INTO _published
SELECT published, count(*) FROM documents WHERE origin = 'read' AND published IS NOT NULL GROUP BY published;

INSERT INTO coverage
WITH RECURSIVE every(day) AS (
    SELECT min(day) FROM _published
    UNION ALL
    SELECT date(day, '+1 day') FROM every WHERE day < (SELECT max(day) FROM _published))
SELECT 'read', e.day, coalesce(p.documents, 0), p.day IS NOT NULL OR n.day IS NOT NULL
FROM every e LEFT JOIN _published p ON p.day = e.day LEFT JOIN _published n ON n.day = date(e.day, '+1 day')
WHERE e.day IS NOT NULL;

INSERT INTO coverage
WITH RECURSIVE every(origin, day, last) AS (
    SELECT origin, min(date), max(date) FROM links WHERE origin <> 'read' AND date IS NOT NULL GROUP BY origin
    UNION ALL
    SELECT origin, date(day, '+1 day'), last FROM every WHERE day < last)
SELECT origin, day, 0, 1 FROM every WHERE day IS NOT NULL;

DROP TABLE _published;
