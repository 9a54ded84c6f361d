// communes of a place that messages of a period name or come from, with their inhabitants
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (c:Place {kind: 'commune'})
MATCH (c)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
RETURN c.id AS place_id, c.population AS population, count(DISTINCT m) AS n
