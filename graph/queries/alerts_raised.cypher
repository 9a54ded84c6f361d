// alerts first raised in a period, where they are, and whether somebody dismissed them
MATCH (a:Alert) WHERE a.first_at >= $since AND a.first_at < $until
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WHERE d.act IN ['acknowledge', 'assign', 'snooze', 'close', 'dismiss', 'reopen']
  AND NOT EXISTS { (:Decision)-[:UNDOES]->(d) }
WITH a, d ORDER BY d.at DESC
WITH a, head(collect(d.act)) AS act
RETURN head(a.place_ids) AS place, CASE act WHEN 'dismiss' THEN 1 ELSE 0 END AS dismissed
