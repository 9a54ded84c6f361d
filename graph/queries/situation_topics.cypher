// topics by volume in a period and in an earlier one that it is compared with
MATCH (w:Window)
WHERE w.place_id = 'FR' AND w.topic_id <> '*'
  AND ((w.hour >= $since AND w.hour < $until) OR (w.hour >= $before AND w.hour < $before_until))
WITH w.topic_id AS id,
     sum(CASE WHEN w.hour >= $since THEN w.n ELSE 0 END) AS n,
     sum(CASE WHEN w.hour < $before_until AND w.hour < $since THEN w.n ELSE 0 END) AS previous
WHERE n > 0
MATCH (t:Topic {id: id}) WHERE NOT coalesce(t.excluded, false)
RETURN id, t.label AS label, t.keywords AS keywords, n, previous
ORDER BY n - previous DESC, n DESC LIMIT $limit
