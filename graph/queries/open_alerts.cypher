// alerts that may still grow: neither dismissed nor closed, with a signal lately
MATCH (a:Alert) WHERE a.last_at >= $since
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WHERE d.act IN ['acknowledge', 'assign', 'snooze', 'close', 'dismiss', 'reopen']
  AND NOT EXISTS { (:Decision)-[:UNDOES]->(d) }
WITH a, d ORDER BY d.at DESC
WITH a, head(collect(d.act)) AS act
WHERE NOT coalesce(act, 'open') IN ['dismiss', 'close']
RETURN a {.*} AS alert
