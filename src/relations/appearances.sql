-- appearances.sql - in which records each code takes part, with their dates, of the documents in _underived.

DELETE FROM appearances WHERE document IN (SELECT document FROM _underived);

INSERT INTO appearances
SELECT r.code, 'event', t.date_start, r.record, r.document
FROM _underived u CROSS JOIN events t ON t.document = u.document CROSS JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;

INSERT INTO appearances
SELECT r.code, 'statement', t.date_start, r.record, r.document
FROM _underived u CROSS JOIN statements t ON t.document = u.document CROSS JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;

INSERT INTO appearances
SELECT r.code, 'agreement', t.date_start, r.record, r.document
FROM _underived u CROSS JOIN agreements t ON t.document = u.document CROSS JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;

INSERT INTO appearances
SELECT r.code, 'level', t.date_start, r.record, r.document
FROM _underived u CROSS JOIN levels t ON t.document = u.document CROSS JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;

INSERT INTO appearances
SELECT r.code, 'figure', t.date_start, r.record, r.document
FROM _underived u CROSS JOIN figures t ON t.document = u.document CROSS JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;
