-- appearances.sql - in which records each code takes part, with their dates, of the documents in _underived.

DELETE FROM appearances WHERE document IN (SELECT document FROM _underived);

INSERT INTO appearances
SELECT r.code, t.kind, t.date_start, r.record, r.document
FROM _underived u JOIN records t ON t.document = u.document JOIN roles r ON r.record = t.id
WHERE r.code IS NOT NULL AND r.role <> 'attribution'
GROUP BY r.record, r.code;
