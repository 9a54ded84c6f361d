// the messages that topics are made of, newest first; columns, which travel faster than rows
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until AND m.vector_key IS NOT NULL
WITH m ORDER BY m.published_at DESC LIMIT $limit
RETURN collect(m.id) AS id, collect(m.vector_key) AS vector_key, collect(m.published_at.epochMillis) AS at,
    collect(CASE WHEN m.reply_to IS NOT NULL AND size(m.text) <= $short THEN m.reply_to ELSE '' END) AS answers,
    collect(coalesce(head([(m)-[:ABOUT]->(t:Topic) | t.id]), '')) AS topic
