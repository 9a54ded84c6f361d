// communes that messages of a period name or come from, with their inhabitants
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(c:Place {kind: 'commune'})
RETURN c.id AS place_id, c.population AS population, count(DISTINCT m) AS n
