// who published the same words, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until AND m.near_key IS NOT NULL
MATCH (m)-[:POSTED_BY]->(a:Account)
RETURN a.id AS account_id, m.near_key AS key, m.published_at.epochMillis AS at
ORDER BY at DESC, account_id LIMIT $limit
