// what institutions published on the networks in a period, by platform, with the reactions counted there
MATCH (:Account {kind: 'institution'})<-[:POSTED_BY]-(m:Message {kind: 'post'})
WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
RETURN m.platform AS platform, count(*) AS posts, sum(coalesce(m.likes, 0)) AS likes,
       sum(coalesce(m.shares, 0)) AS shares, sum(coalesce(m.replies, 0)) AS replies
ORDER BY platform
