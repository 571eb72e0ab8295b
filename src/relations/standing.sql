-- standing.sql - where each pair in _touched stands.

DELETE FROM relations WHERE EXISTS (SELECT 1 FROM _touched t WHERE t.a = relations.a AND t.b = relations.b);

INSERT INTO relations
SELECT l.a, l.b, count(*), count(DISTINCT l.document), min(l.date), max(l.date)
FROM _touched t JOIN links l ON l.a = t.a AND l.b = t.b GROUP BY l.a, l.b;

DELETE FROM _touched;
DELETE FROM _underived;
