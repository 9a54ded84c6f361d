// what people ask about a need in a time, with the pseudonyms of who asks; never shown as it is
MATCH (s:Service)<-[c:CONCERNS]-(m:Message)-[:POSTED_BY]->(a:Account)
WHERE m.published_at >= $since AND m.published_at < $until AND coalesce(c.need, head(s.needs)) = $need
  AND m.repost_of IS NULL AND NOT coalesce(a.kind, 'person') IN ['institution', 'press', 'bot']
  AND any(one IN m.intents WHERE one IN ['question', 'advice'])
WITH DISTINCT m, a
RETURN m.id AS id, m.text AS text, a.id AS author ORDER BY m.published_at DESC, id LIMIT $limit
