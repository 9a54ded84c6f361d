// institutions' posts in or about a place with five replies and shares or more: minutes until half of them had come
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.kind = 'post' AND m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
  AND EXISTS { (m)<-[:REPLIES_TO|REPOSTS]-() }
WITH DISTINCT m
WHERE EXISTS { (m)-[:POSTED_BY]->(:Account {kind: 'institution'}) }
MATCH (r:Message)-[:REPLIES_TO|REPOSTS]->(m) WHERE r.published_at >= m.published_at
WITH m, duration.inSeconds(m.published_at, r.published_at).seconds / 60.0 AS minutes
WITH m, count(*) AS reactions, percentileDisc(minutes, 0.5) AS minutes
WHERE reactions >= 5
RETURN m.platform AS platform, reactions, minutes
