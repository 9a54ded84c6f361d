// who shared what and when, the newest: links, copies, reposts and tags; times that are only known to the minute are none
MATCH (m:Message)
WHERE m.published_at >= $since AND m.published_at < $until AND m.precision = 'second' AND m.author_id IS NOT NULL
WITH m ORDER BY m.published_at DESC, m.id LIMIT $limit
MATCH (m)-[:POSTED_BY]->(a:Account) WHERE NOT a.kind IN $known
RETURN m.id AS message_id, a.id AS account_id, m.published_at.epochMillis AS at, m.repost_of AS repost,
    [(m)-[:LINKS_TO]->(l:Link) | l.id] AS link, [(m)-[:COPY_OF]->(f:Message) | f.id] AS first,
    EXISTS { (:Message)-[:COPY_OF]->(m) } AS copied, [(m)-[:TAGGED]->(h:Hashtag) | h.id] AS hashtags
