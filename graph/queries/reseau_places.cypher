// topics and the départements that their messages name or come from, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:ABOUT]->(t:Topic) WHERE t.id IN $topics
MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN t.id AS topic, d.id AS id, d.name AS label, count(DISTINCT m) AS n
ORDER BY n DESC LIMIT $limit
