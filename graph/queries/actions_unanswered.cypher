// when the messages of rumours that nobody denied were published; the first of each is its beginning
MATCH (r:Rumour)-[:ABOUT]->(t:Topic) WHERE r.denied_at IS NULL AND t.id <> $topic AND r.first_at < $until
  AND NOT EXISTS { (:Action)-[:ADDRESSES]->(t) }
WITH r, t ORDER BY r.spread DESC LIMIT 6
MATCH (m:Message)-[:ABOUT]->(t)
WHERE m.published_at >= r.first_at AND m.published_at < $until AND coalesce(m.stance, 'comment') <> 'deny'
RETURN t.id AS topic, r.first_at.epochMillis AS start, r.last_at.epochMillis AS last, collect(m.published_at.epochMillis) AS at
ORDER BY topic
