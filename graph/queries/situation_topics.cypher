// topics by volume in a period and in the one of the same length before it
MATCH (w:Window)
WHERE w.place_id = 'FR' AND w.topic_id <> '*' AND w.hour >= $before AND w.hour < $until
WITH w.topic_id AS id,
     sum(CASE WHEN w.hour >= $since THEN w.n ELSE 0 END) AS n,
     sum(CASE WHEN w.hour < $since THEN w.n ELSE 0 END) AS previous
WHERE n > 0
MATCH (t:Topic {id: id}) WHERE NOT coalesce(t.excluded, false)
RETURN id, t.label AS label, t.keywords AS keywords, n, previous
ORDER BY n - previous DESC, n DESC LIMIT $limit
