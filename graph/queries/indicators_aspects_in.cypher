// what users rated apart in the experiences of a place, and how
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.kind = 'experience' AND m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
WITH DISTINCT m
UNWIND m.aspects AS said
WITH split(said, ':') AS said
RETURN said[0] AS aspect, toInteger(said[1]) AS tone, count(*) AS n
