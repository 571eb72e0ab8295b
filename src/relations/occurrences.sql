-- occurrences.sql - from the parents in _told (tellings.sql) the occurrences: each chain ends in the fullest telling, which
-- stands for all of it. A telling that the one at the end speaks against (days farther apart than reports of one thing are,
-- other parties, no word in common where words must agree) stands at the end of a chain of its own: so A ~ B ~ C ~ D does not bring A and D together.

CREATE INDEX temp._told_parent ON _told(parent);

CREATE TEMP TABLE _placed (record TEXT PRIMARY KEY, root TEXT NOT NULL, tree TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO _placed
WITH RECURSIVE walk (record, root, tree) AS (
    SELECT record, record, record FROM _told WHERE parent IS NULL
    UNION ALL
    SELECT c.record, CASE
        WHEN c.rule IN ('same text', 'same sentence') THEN w.root
        WHEN (c.z IS NULL OR r.z IS NULL OR r.z GLOB replace('*' || c.z || '*', ';;', ';*;') OR c.z GLOB replace('*' || r.z || '*', ';;', ';*;')
              OR c.kind = 'statement')
         AND (c.sub IS NULL OR r.sub IS NULL OR c.sub = r.sub OR c.loud)
         AND (NOT c.loud OR c.rule = 'headline' OR c.words = 0 OR r.words = 0 OR (c.low & r.low) <> 0 OR (c.high & r.high) <> 0)
         AND (c.rule = 'headline' OR max(0, coalesce(c.first - r.last, 0), coalesce(r.first - c.last, 0)) <= 3)
         AND NOT EXISTS (
             SELECT 1 FROM _people a JOIN _people b ON b.record = r.record AND b.code = a.code WHERE a.record = c.record AND c.kind = 'event'
             AND NOT EXISTS (SELECT 1 FROM _people s JOIN _people o ON o.record = r.record AND o.code = s.code AND o.office = s.office
                             WHERE s.record = c.record AND s.code = a.code)) THEN w.root
        ELSE c.record END, w.tree
    FROM walk w CROSS JOIN _told c ON c.parent = w.record CROSS JOIN _told r ON r.record = w.root)
SELECT record, root, tree FROM walk;
CREATE INDEX temp._placed_root ON _placed(root);

-- Occurrences that had a telling here are made again.
CREATE TEMP TABLE _old (occurrence TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT OR IGNORE INTO _old SELECT t.occurrence FROM _placed p CROSS JOIN tellings t ON t.record = p.record;
INSERT OR IGNORE INTO _old SELECT root FROM _placed;
INSERT OR IGNORE INTO _old SELECT tree FROM _broken;
INSERT OR IGNORE INTO _old SELECT o.id FROM _broken b CROSS JOIN tellings t ON t._tree = b.tree CROSS JOIN occurrences o ON o.id = t.occurrence;

INSERT INTO tellings
SELECT p.record, p.root, t.document,
       CASE WHEN p.record <> p.root THEN t.rule WHEN EXISTS (SELECT 1 FROM _placed o WHERE o.root = p.root AND o.record <> p.root) THEN 'fullest' ELSE 'alone' END,
       CASE WHEN p.record <> p.root THEN r.confidence ELSE 1.0 END, t.parent, t.rule,
       CASE WHEN t.parent IS NOT NULL OR EXISTS (SELECT 1 FROM _told c WHERE c.parent = p.record) THEN p.tree END
FROM _placed p CROSS JOIN _told t ON t.record = p.record LEFT JOIN _rules r ON r.rule = t.rule WHERE true
ON CONFLICT (record) DO UPDATE SET occurrence = excluded.occurrence, rule = excluded.rule, confidence = excluded.confidence,
    _parent = excluded._parent, _rule = excluded._rule, _tree = excluded._tree;

-- The day of an occurrence is that of its fullest telling. Confidence that it happened as told: that of the best telling,
-- and each further source halves, thirds, ... the doubt that is left.
DELETE FROM occurrences WHERE id IN (SELECT occurrence FROM _old);
INSERT INTO occurrences
SELECT s.id, f.kind, s.id, f.date_start, f.date_end, f.date_precision, s.tellings, s.documents, s.sources, round(1 - (1 - s.best) / s.sources, 3)
FROM (SELECT o.occurrence AS id, count(*) AS tellings, count(DISTINCT t.document) AS documents,
             count(DISTINCT coalesce(d.source, d.agency, d.id)) AS sources, max(r.confidence) AS best
      FROM _old o CROSS JOIN tellings t ON t.occurrence = o.occurrence CROSS JOIN _told r ON r.record = t.record
      CROSS JOIN documents d ON d.id = t.document GROUP BY o.occurrence) s CROSS JOIN _told f ON f.record = s.id;

DROP TABLE _placed;
