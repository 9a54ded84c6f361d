// what is said under topics, of the newest messages of a period
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until AND m.text IS NOT NULL
WITH m ORDER BY m.published_at DESC LIMIT $limit
MATCH (m)-[:ABOUT]->(t:Topic)
RETURN t.id AS id, collect(m.text) AS texts
ORDER BY id
