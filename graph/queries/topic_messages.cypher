// the messages that topics are made of, newest first
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
WITH m ORDER BY m.published_at DESC LIMIT $limit
RETURN m.id AS id, m.text AS text, m.vector_key AS vector_key, m.published_at.epochMillis AS at,
    [(m)-[:ABOUT]->(t:Topic) | t.id] AS topics
