// the topic of each message
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (m)-[:ABOUT]->(t:Topic)
RETURN m.id AS id, t.id AS topic_id
