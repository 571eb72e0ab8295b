-- tellings.sql - which records of the documents in _underived tell one thing that happened.

INSERT INTO tellings SELECT r.id, r.id, r.document, 'alone', 1.0 FROM records r JOIN _underived u ON u.document = r.document
WHERE NOT EXISTS (SELECT 1 FROM tellings t WHERE t.record = r.id);
