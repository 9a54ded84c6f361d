MATCH (a:Message)
WHERE a.id > $after
  AND a.published_at IS NOT NULL
  AND ($since IS NULL OR a.published_at >= $since)
  AND ($until IS NULL OR a.published_at < $until)
WITH a ORDER BY a.id LIMIT $limit
RETURN a.id AS id, [(a)-[r:REPLIES_TO]->(b:Message) WHERE b.published_at IS NOT NULL
  AND ($since IS NULL OR b.published_at >= $since)
  AND ($until IS NULL OR b.published_at < $until) | {id: b.id, r: properties(r)}] AS ends ORDER BY id
