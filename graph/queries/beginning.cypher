// when the history begins
MATCH (m:Message) WHERE m.published_at IS NOT NULL
RETURN m.published_at AS at ORDER BY m.published_at LIMIT 1
