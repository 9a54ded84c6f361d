// messages left with services in a place, counted by the days until an institution first answered
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
  AND (m.kind IN ['experience', 'review'] OR EXISTS { (m)<-[:REPLIES_TO]-() })
WITH DISTINCT m
WHERE NOT EXISTS { (m)-[:POSTED_BY]->(:Account {kind: 'institution'}) }
OPTIONAL MATCH (a:Message)-[:REPLIES_TO]->(m)
WHERE a.id = m.id + '-answer' OR EXISTS { (a)-[:POSTED_BY]->(:Account {kind: 'institution'}) }
WITH m, min(a.published_at) AS answered
WHERE answered IS NOT NULL OR m.kind IN ['experience', 'review']
WITH m.platform AS platform, m.kind AS kind, head([(m)-[:CONCERNS]->(s:Service) | coalesce(s.name, s.id)]) AS service,
     CASE WHEN answered IS NULL THEN NULL
          WHEN m.precision = 'day'
          THEN toFloat(duration.inDays(date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})),
                                       date(datetime({datetime: answered, timezone: 'Europe/Paris'}))).days)
          ELSE round(duration.inSeconds(m.published_at, answered).seconds / 86400.0, 2) END AS days,
     m.answered AS is_answered
RETURN platform, kind, service, days, is_answered, count(*) AS n
