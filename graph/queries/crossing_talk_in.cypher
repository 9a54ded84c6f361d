// the same of messages that name some places, or come from them or from what lies in them; each counts once
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:MENTIONS|PUBLISHED_IN]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
WITH DISTINCT m
WITH m, date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})) AS day
RETURN toString(day) AS day, m.platform AS platform, m.kind IN ['experience', 'review'] AS is_left, count(*) AS n,
       sum(CASE WHEN 'complaint' IN m.intents THEN 1 ELSE 0 END) AS complaints
