// the newest messages that copies are looked for among; those with the very words of another are found by their key
MATCH (m:Message)
WHERE m.published_at >= $since AND m.published_at <= $until AND m.vector_key IS NOT NULL AND m.repost_of IS NULL
OPTIONAL MATCH (m)-[c:COPY_OF]->(f:Message)
WITH m, c, f WHERE c IS NULL OR c.score < 1
ORDER BY m.published_at DESC, m.id LIMIT $limit
RETURN m.id AS id, m.published_at.epochMillis AS at, m.near_key AS key, m.vector_key AS vector_key, f.id AS first,
    c.kind AS kind, c.score AS score
