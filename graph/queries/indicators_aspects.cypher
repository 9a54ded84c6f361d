// what users rated apart in the experiences of a period, and how
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
  AND m.kind = 'experience'
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
UNWIND m.aspects AS said
WITH split(said, ':') AS said
RETURN said[0] AS aspect, toInteger(said[1]) AS tone, count(*) AS n
