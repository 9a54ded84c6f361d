MATCH (n:Message)
WHERE n.id > $after
  AND n.published_at IS NOT NULL
  AND ($since IS NULL OR n.published_at >= $since)
  AND ($until IS NULL OR n.published_at < $until)
WITH n ORDER BY n.id LIMIT $limit
RETURN n.id AS id, properties(n) AS n ORDER BY id
