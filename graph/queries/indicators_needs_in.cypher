// needs that messages of a place describe: citizens' messages, and those of institutions on the same need
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
  AND EXISTS { (m)-[:CONCERNS]->() }
WITH DISTINCT m
MATCH (m)-[c:CONCERNS]->(:Service) WHERE c.need IS NOT NULL
WITH DISTINCT m, c.need AS need
WITH need, EXISTS { (m)-[:POSTED_BY]->(:Account {kind: 'institution'}) } AS own
RETURN need, sum(CASE WHEN own THEN 0 ELSE 1 END) AS demands, sum(CASE WHEN own THEN 1 ELSE 0 END) AS contents
