// who wrote about what, over at most a day; pages only show communities made of it
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:ABOUT]->(t:Topic) WHERE t.id IN $topics
MATCH (m)-[:POSTED_BY]->(a:Account)
RETURN t.id AS topic, a.id AS id, count(DISTINCT m) AS n
ORDER BY n DESC, topic, id LIMIT $limit
