// the topics written about in a place, or about a service, over at most a day
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
  AND (EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) }
    OR EXISTS { (m)-[:MENTIONS|PUBLISHED_IN]->(:Place)-[:IN*0..2]->(:Place {id: $place}) })
MATCH (m)-[:ABOUT]->(t:Topic)
RETURN t.id AS id, t.label AS label, count(DISTINCT m) AS n
ORDER BY n DESC, id LIMIT $limit
