-- appearances.sql - in which records each code takes part, with their dates, of the documents in _underived.

DELETE FROM appearances WHERE document IN (SELECT document FROM _underived);

-- The records of these documents; tellings.sql asks it too, and drops it.
CREATE TEMP VIEW _due AS
SELECT t.id, 'event' AS kind, t.date_start, t.document FROM _underived u CROSS JOIN events t ON t.document = u.document
UNION ALL SELECT t.id, 'statement', t.date_start, t.document FROM _underived u CROSS JOIN statements t ON t.document = u.document
UNION ALL SELECT t.id, 'agreement', t.date_start, t.document FROM _underived u CROSS JOIN agreements t ON t.document = u.document
UNION ALL SELECT t.id, 'level', t.date_start, t.document FROM _underived u CROSS JOIN levels t ON t.document = u.document
UNION ALL SELECT t.id, 'figure', t.date_start, t.document FROM _underived u CROSS JOIN figures t ON t.document = u.document;

INSERT INTO appearances
SELECT r.code, d.kind, d.date_start, r.record, r.document FROM _due d CROSS JOIN roles r ON r.record = d.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;
