// what institutions published in or about a place in a period, by platform, with the reactions counted there
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.kind = 'post' AND m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
WITH DISTINCT m
WHERE EXISTS { (m)-[:POSTED_BY]->(:Account {kind: 'institution'}) }
RETURN m.platform AS platform, count(*) AS posts, sum(coalesce(m.likes, 0)) AS likes,
       sum(coalesce(m.shares, 0)) AS shares, sum(coalesce(m.replies, 0)) AS replies
ORDER BY platform
