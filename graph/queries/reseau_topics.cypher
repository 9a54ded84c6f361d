// the topics most written about, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:ABOUT]->(t:Topic)
RETURN t.id AS id, t.label AS label, count(DISTINCT m) AS n
ORDER BY n DESC, id LIMIT $limit
