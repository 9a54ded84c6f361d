// when the n-th latest message was published
MATCH (m:Message) WHERE m.published_at < $until
RETURN m.published_at AS at ORDER BY m.published_at DESC SKIP $skip LIMIT 1
