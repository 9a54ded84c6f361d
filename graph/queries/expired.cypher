// messages of a source that are kept no longer, oldest first
MATCH (m:Message) WHERE m.published_at < $before AND m.source_id = $source_id
WITH m ORDER BY m.published_at LIMIT $limit
RETURN m.id AS id, m.text AS text, m.vector_key AS vector_key, m.published_at.epochMillis AS at
