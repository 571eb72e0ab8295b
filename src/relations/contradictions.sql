-- contradictions.sql - where the tellings of an occurrence do not agree. Each is held against the fullest telling
-- (`record`), field by field; what one of them leaves open is no contradiction.

DELETE FROM contradictions WHERE occurrence IN (SELECT occurrence FROM _old);

CREATE TEMP TABLE _versions (record TEXT PRIMARY KEY, occurrence TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO _versions SELECT t.record, t.occurrence FROM _old o CROSS JOIN tellings t ON t.occurrence = o.occurrence WHERE t.record <> t.occurrence;

-- Days that the texts give (not that of the story for want of another) and that do not overlap.
INSERT INTO contradictions
SELECT v.occurrence, 'date', f.record, r.record, f.date_start || CASE WHEN f.date_end > f.date_start THEN '/' || f.date_end ELSE '' END,
       r.date_start || CASE WHEN r.date_end > r.date_start THEN '/' || r.date_end ELSE '' END
FROM _versions v CROSS JOIN _told f ON f.record = v.occurrence CROSS JOIN _told r ON r.record = v.record
WHERE NOT f.guess AND NOT r.guess AND (r.date_start > f.date_end OR r.date_end < f.date_start);

-- How many were killed, injured, arrested, ...: other numbers for the same.
INSERT OR IGNORE INTO contradictions
SELECT v.occurrence, m.what, v.occurrence, v.record, printf('%.15g', m.value), printf('%.15g', o.value)
FROM _versions v CROSS JOIN magnitudes m ON m.event = v.occurrence
CROSS JOIN magnitudes o ON o.event = v.record AND o.what = m.what AND o.unit IS m.unit
WHERE o.value <> m.value AND NOT EXISTS (SELECT 1 FROM magnitudes x WHERE x.event = v.occurrence AND x.what = o.what AND x.value = o.value);

-- Values of one figure more than 2 % apart.
INSERT INTO contradictions
SELECT v.occurrence, 'value', f.id, r.id, printf('%.15g', coalesce(f.value, f.low, f.high)), printf('%.15g', coalesce(r.value, r.low, r.high))
FROM _versions v CROSS JOIN figures f ON f.id = v.occurrence CROSS JOIN figures r ON r.id = v.record
WHERE abs(coalesce(f.value, f.low, f.high) - coalesce(r.value, r.low, r.high)) > abs(coalesce(f.value, f.low, f.high)) * 0.02;

-- Two known places that are not near each other.
INSERT INTO contradictions
SELECT v.occurrence, 'place', f.id, r.id, f.place, r.place
FROM _versions v CROSS JOIN events f ON f.id = v.occurrence CROSS JOIN events r ON r.id = v.record
WHERE f.place <> r.place AND (abs(f.latitude - r.latitude) > 0.2 OR abs(f.longitude - r.longitude) > 0.2);

-- Parties: each has one that the other does not name.
CREATE TEMP TABLE _named (record TEXT, code TEXT, PRIMARY KEY (record, code)) WITHOUT ROWID;
INSERT OR IGNORE INTO _named
SELECT r.record, r.code FROM (SELECT record FROM _versions UNION SELECT occurrence FROM _versions) v CROSS JOIN roles r ON r.record = v.record
WHERE r.code IS NOT NULL AND r.role IN ('actor', 'recipient', 'party', 'from', 'to');
INSERT INTO contradictions
SELECT v.occurrence, 'parties', v.occurrence, v.record,
       (SELECT group_concat(code, ';') FROM _named n WHERE n.record = v.occurrence), (SELECT group_concat(code, ';') FROM _named n WHERE n.record = v.record)
FROM _versions v
WHERE EXISTS (SELECT 1 FROM _named n WHERE n.record = v.occurrence AND NOT EXISTS (SELECT 1 FROM _named m WHERE m.record = v.record AND m.code = n.code))
  AND EXISTS (SELECT 1 FROM _named n WHERE n.record = v.record AND NOT EXISTS (SELECT 1 FROM _named m WHERE m.record = v.occurrence AND m.code = n.code));

DROP TABLE _named;
DROP TABLE _versions;
