// Alertes ouvertes | Open alerts
// theme: alerts
// -> alert, severity, title, reason, first, last, score
MATCH (a:Alert)
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WHERE d.act IN ['acknowledge', 'assign', 'snooze', 'close', 'dismiss', 'reopen']
  AND NOT EXISTS { (:Decision)-[:UNDOES]->(d) }
WITH a, d ORDER BY d.at DESC
WITH a, collect(d.act)[0] AS act
WHERE act IS NULL OR act = 'reopen'
RETURN a.id AS alert, a.severity AS severity, a.title AS title, a.reason AS reason, a.first_at AS first, a.last_at AS last,
       a.score AS score
ORDER BY score DESC, alert
