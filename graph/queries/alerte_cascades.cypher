// the messages of a topic, oldest first, with what each answers, reposts or copies
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $since AND m.published_at < $until
WITH m ORDER BY m.published_at, m.id LIMIT $limit
OPTIONAL MATCH (m)-[:REPLIES_TO|REPOSTS]->(p:Message)
WITH m, min(p.id) AS answered
OPTIONAL MATCH (m)-[:COPY_OF]->(c:Message)
WITH m, answered, min(c.id) AS copied
RETURN m.id AS id, coalesce(answered, copied) AS parent, answered IS NULL AS copy,
    m.published_at.epochMillis AS at, coalesce(m.stance, 'comment') AS stance
ORDER BY at, id
