-- denials.sql - which accusation each denial answers: ACCUSE of one side by the other, and REJECT by the accused.
--
-- A denial is a REJECT without mode ("denied", "rejected the charge"): one with a mode refuses a thing, not a claim. The
-- accused must be its actor, and the accuser its recipient unless it names none. Rules:
--   same sentence   "Ecuador denied Peru's accusation"                             0.95
--   same story      both told in one story, with words in common or few words      0.85
--   same words      in another, up to 14 days later, with words in common          0.75
--   same two        up to 3 days later, or in one story, with nothing else         0.6
-- A denial answers the accusation of the surest rule, among these the nearest: "Serbia denied that it had hacked the tax
-- office" is no answer to the charge of smuggling in the next sentence, if another story has the charge of hacking.

CREATE TEMP TABLE _answer_rules (rule TEXT PRIMARY KEY, confidence REAL NOT NULL) WITHOUT ROWID;
INSERT INTO _answer_rules VALUES ('same sentence', 0.95), ('same story', 0.85), ('same words', 0.75), ('same two', 0.6);

CREATE TEMP TABLE _denying (denial TEXT PRIMARY KEY) WITHOUT ROWID;

-- Denials to be placed: those among the records just told, and those that an accusation told now may precede.
INSERT OR IGNORE INTO _denying SELECT e.id FROM _told t CROSS JOIN events e ON e.id = t.record WHERE e.event = 'REJECT' AND e.mode IS NULL;
INSERT OR IGNORE INTO _denying
SELECT d.id FROM _told t CROSS JOIN events a ON a.id = t.record AND a.event = 'ACCUSE'
CROSS JOIN roles x ON x.record = a.id AND x.role = 'recipient' CROSS JOIN roles y ON y.record = a.id AND y.role = 'actor'
CROSS JOIN _keys k ON k.key = 'REJECT ' || min(x.code, y.code) || iif(x.code = y.code, '', ' ' || max(x.code, y.code)) AND k.day BETWEEN t.first AND t.first + 14
CROSS JOIN events d ON d.id = k.record
WHERE d.mode IS NULL;

DELETE FROM denials WHERE denial IN (SELECT denial FROM _denying);

CREATE TEMP TABLE _answers AS
-- In one story.
SELECT a.id AS accusation, d.id AS denial,
       CASE WHEN a.sentence = d.sentence THEN 'same sentence'
            WHEN coalesce(min(ga.words, gd.words), 0) <= 1 OR (ga.low & gd.low) + (ga.high & gd.high) <> 0 THEN 'same story' ELSE 'same two' END AS rule,
       abs(a.sentence - d.sentence) AS far
FROM _denying n CROSS JOIN events d ON d.id = n.denial CROSS JOIN events a ON a.document = d.document AND a.event = 'ACCUSE'
LEFT JOIN _gists gd ON gd.document = d.document AND gd.record = d.id LEFT JOIN _gists ga ON ga.document = a.document AND ga.record = a.id
WHERE EXISTS (SELECT 1 FROM roles x JOIN roles y ON y.code = x.code WHERE x.record = a.id AND x.role = 'recipient' AND y.record = d.id AND y.role = 'actor')
  AND (d.recipient IS NULL
       OR EXISTS (SELECT 1 FROM roles x JOIN roles y ON y.code = x.code WHERE x.record = a.id AND x.role = 'actor' AND y.record = d.id AND y.role = 'recipient'));

INSERT INTO _answers
SELECT a.id, d.id, CASE WHEN (ga.low & gd.low) + (ga.high & gd.high) <> 0 THEN 'same words' ELSE 'same two' END, 1000 + k.day - l.day
FROM _denying n CROSS JOIN events d ON d.id = n.denial
CROSS JOIN _keys k ON k.document = d.document AND k.record = d.id
CROSS JOIN _keys l ON l.key = 'ACCUSE' || substr(k.key, 7) AND l.day BETWEEN k.day - 14 AND k.day
CROSS JOIN events a ON a.id = l.record AND a.document <> d.document
LEFT JOIN _gists gd ON gd.document = d.document AND gd.record = d.id LEFT JOIN _gists ga ON ga.document = a.document AND ga.record = a.id
WHERE d.recipient IS NOT NULL AND (l.day >= k.day - 3 OR (ga.low & gd.low) + (ga.high & gd.high) <> 0)
  AND EXISTS (SELECT 1 FROM roles x JOIN roles y ON y.code = x.code WHERE x.record = a.id AND x.role = 'recipient' AND y.record = d.id AND y.role = 'actor')
  AND EXISTS (SELECT 1 FROM roles x JOIN roles y ON y.code = x.code WHERE x.record = a.id AND x.role = 'actor' AND y.record = d.id AND y.role = 'recipient');

INSERT INTO denials
SELECT accusation, denial, rule, confidence FROM
(SELECT accusation, denial, w.rule, w.confidence, row_number() OVER (PARTITION BY denial ORDER BY w.confidence DESC, far, accusation) AS nth
 FROM _answers a JOIN _answer_rules w ON w.rule = a.rule) WHERE nth = 1;

DROP TABLE _answers;
DROP TABLE _answer_rules;
DROP TABLE _denying;
DROP TABLE _old;
DROP TABLE _told;
DROP TABLE _people;
DROP TABLE _rules;
DELETE FROM _stirred;
DELETE FROM _broken;
