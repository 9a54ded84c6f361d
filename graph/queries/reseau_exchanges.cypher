// one row for each message that answers or shares another, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:POSTED_BY]->(a:Account), (m)-[:REPLIES_TO|REPOSTS]->(:Message)-[:POSTED_BY]->(b:Account)
RETURN a.id AS account_id, b.id AS target_id
ORDER BY m.published_at DESC, account_id, target_id LIMIT $limit
