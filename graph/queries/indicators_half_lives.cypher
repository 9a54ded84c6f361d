// institutions' posts of a period with five replies and shares or more: minutes until half of them had come
MATCH (:Account {kind: 'institution'})<-[:POSTED_BY]-(m:Message {kind: 'post'})
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
MATCH (r:Message)-[:REPLIES_TO|REPOSTS]->(m) WHERE r.published_at >= m.published_at
WITH m, duration.inSeconds(m.published_at, r.published_at).seconds / 60.0 AS minutes
WITH m, count(*) AS reactions, percentileDisc(minutes, 0.5) AS minutes
WHERE reactions >= 5
RETURN m.platform AS platform, reactions, minutes
