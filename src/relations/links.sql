-- links.sql - who stands with whom in each record of the documents in _underived: one row for each pair of codes.
-- Source roles act on target roles; parties of a reciprocal event, an agreement or a level act on each other.
-- CROSS JOIN, here and in the scripts that follow: tables are read in this order, so that one story costs little in a
-- large store.

CREATE TEMP TABLE _new_links (a TEXT, b TEXT, kind TEXT, date TEXT, record TEXT, document TEXT, forth INTEGER, back INTEGER, origin TEXT,
    PRIMARY KEY (record, a, b)) WITHOUT ROWID;

-- Of an event with a recipient the actors act on the recipients; of one without, on each other.
INSERT INTO _new_links
SELECT min(x.code, y.code), max(x.code, y.code), 'event', e.date_start, e.id, e.document,
       max(x.code < y.code AND x.role = 'actor' AND (y.role = 'recipient' OR e.recipient IS NULL)),
       max(x.code > y.code AND x.role = 'actor' AND (y.role = 'recipient' OR e.recipient IS NULL)), d.origin
FROM _underived u CROSS JOIN documents d ON d.id = u.document CROSS JOIN events e ON e.document = u.document
CROSS JOIN roles x ON x.record = e.id AND x.role IN ('actor', 'recipient')
CROSS JOIN roles y ON y.record = e.id AND y.role IN ('actor', 'recipient') AND y.code <> x.code
GROUP BY e.id, min(x.code, y.code), max(x.code, y.code);

-- Who speaks acts on who is spoken to or about.
INSERT INTO _new_links
SELECT min(x.code, y.code), max(x.code, y.code), 'statement', s.date_start, s.id, s.document,
       max(x.code < y.code AND x.role = 'speaker' AND y.role <> 'speaker'),
       max(x.code > y.code AND x.role = 'speaker' AND y.role <> 'speaker'), d.origin
FROM _underived u CROSS JOIN documents d ON d.id = u.document CROSS JOIN statements s ON s.document = u.document
CROSS JOIN roles x ON x.record = s.id AND x.role IN ('speaker', 'addressee', 'about')
CROSS JOIN roles y ON y.record = s.id AND y.role IN ('speaker', 'addressee', 'about') AND y.code <> x.code
GROUP BY s.id, min(x.code, y.code), max(x.code, y.code);

INSERT INTO _new_links
SELECT x.code, y.code, 'agreement', g.date_start, g.id, g.document, 1, 1, d.origin
FROM _underived u CROSS JOIN documents d ON d.id = u.document CROSS JOIN agreements g ON g.document = u.document
CROSS JOIN roles x ON x.record = g.id AND x.role = 'party' CROSS JOIN roles y ON y.record = g.id AND y.role = 'party' AND x.code < y.code
GROUP BY g.id, x.code, y.code;

INSERT INTO _new_links
SELECT x.code, y.code, 'level', l.date_start, l.id, l.document, 1, 1, d.origin
FROM _underived u CROSS JOIN documents d ON d.id = u.document CROSS JOIN levels l ON l.document = u.document
CROSS JOIN roles x ON x.record = l.id AND x.role = 'party' CROSS JOIN roles y ON y.record = l.id AND y.role = 'party' AND x.code < y.code
GROUP BY l.id, x.code, y.code;

INSERT INTO _new_links
SELECT min(x.code, y.code), max(x.code, y.code), 'figure', coalesce(f.period_start, f.date_start), f.id, f.document,
       max(x.code < y.code), max(x.code > y.code), d.origin
FROM _underived u CROSS JOIN documents d ON d.id = u.document CROSS JOIN figures f ON f.document = u.document
CROSS JOIN roles x ON x.record = f.id AND x.role = 'from' CROSS JOIN roles y ON y.record = f.id AND y.role = 'to' AND y.code <> x.code
GROUP BY f.id, min(x.code, y.code), max(x.code, y.code);

-- Only what changed, so that a pair is touched for nothing else.
DELETE FROM links WHERE document IN (SELECT document FROM _underived) AND NOT EXISTS
(SELECT 1 FROM _new_links n WHERE n.record = links.record AND n.a = links.a AND n.b = links.b AND n.kind = links.kind AND n.date IS links.date
 AND n.forth = links.forth AND n.back = links.back AND n.origin = links.origin);
INSERT INTO links
SELECT * FROM _new_links n WHERE NOT EXISTS (SELECT 1 FROM links l INDEXED BY links_record WHERE l.record = n.record AND l.a = n.a AND l.b = n.b);

DROP TABLE _new_links;
