// the messages read since a moment that have no topic yet, and what they answer in a few words; newest first, columns
MATCH (m:Message) USING INDEX m:Message(changed_at)
WHERE m.changed_at >= $changed AND m.vector_key IS NOT NULL AND m.published_at >= $since AND m.published_at < $until
    AND NOT (m)-[:ABOUT]->(:Topic)
OPTIONAL MATCH (m)-[:REPLIES_TO]->(r:Message) WHERE size(m.text) <= $short AND r.vector_key IS NOT NULL
UNWIND CASE WHEN r IS NULL THEN [m] ELSE [m, r] END AS one
WITH DISTINCT one AS m ORDER BY m.published_at DESC
RETURN collect(m.id) AS id, collect(m.vector_key) AS vector_key, collect(m.published_at.epochMillis) AS at,
    collect(CASE WHEN m.reply_to IS NOT NULL AND size(m.text) <= $short THEN m.reply_to ELSE '' END) AS answers,
    collect(coalesce(head([(m)-[:ABOUT]->(t:Topic) | t.id]), '')) AS topic
