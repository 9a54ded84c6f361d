// topics of alerts that may still grow: since when, where, and whether somebody took an alert on
MATCH (a:Alert)-[:ABOUT]->(t:Topic) WHERE a.last_at >= $since AND NOT coalesce(t.excluded, false)
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WHERE d.act IN ['acknowledge', 'assign', 'snooze', 'close', 'dismiss', 'reopen']
  AND NOT EXISTS { (:Decision)-[:UNDOES]->(d) }
WITH a, t, d ORDER BY d.at DESC
WITH a, t, head(collect(d.act)) AS act
WHERE coalesce(act, 'open') <> 'dismiss'
WITH t, min(a.first_at) AS began, max(CASE WHEN act IN ['acknowledge', 'assign', 'snooze', 'close'] THEN 1 ELSE 0 END) AS taken,
     collect(a.place_ids) AS places
RETURN t.id AS topic, began, taken = 1 AS acknowledged, t.first_at AS known_since,
    reduce(all = [], some IN places | all + some) AS places
ORDER BY topic
