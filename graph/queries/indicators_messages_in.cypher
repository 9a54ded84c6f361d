// messages that name a place or come from it, counted by kind, platform, service, who speaks, rating, tone and intent
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
WITH DISTINCT m
WITH m, head([(m)-[:CONCERNS]->(s:Service) | s]) AS service,
     EXISTS { (m)-[:POSTED_BY]->(:Account {kind: 'institution'}) } AS own
RETURN m.kind AS kind, m.platform AS platform, service.id AS service_id, coalesce(service.name, service.id) AS service,
       service.operator AS operator, own AS is_own, round(m.rating, 2) AS rating,
       CASE WHEN m.tone IS NULL THEN NULL WHEN m.tone > 0.2 THEN 1 WHEN m.tone < -0.2 THEN -1 ELSE 0 END AS tone,
       m.intent AS intent, count(*) AS n
