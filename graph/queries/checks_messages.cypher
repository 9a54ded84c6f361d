// messages that were read, the latest first, with the key of their vector
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at <= $until AND m.vector_key IS NOT NULL
RETURN m.id AS id, m.vector_key AS key
ORDER BY m.published_at DESC, m.id LIMIT $limit
