// topics and the services that their messages concern, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:ABOUT]->(t:Topic) WHERE t.id IN $topics
MATCH (m)-[:CONCERNS]->(s:Service)
RETURN t.id AS topic, s.id AS id, s.name AS label, count(DISTINCT m) AS n
ORDER BY n DESC LIMIT $limit
