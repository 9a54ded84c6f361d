// what the messages of a topic repeat: the first that said it, how often it was copied, reworded or translated since
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at < $until
MATCH (m)-[c:COPY_OF]->(f:Message) WHERE f.published_at IS NOT NULL
WITH f, sum(CASE WHEN c.kind IN ['exact', 'copy'] THEN 1 ELSE 0 END) AS copies,
    sum(CASE c.kind WHEN 'rewording' THEN 1 ELSE 0 END) AS rewordings,
    sum(CASE c.kind WHEN 'translation' THEN 1 ELSE 0 END) AS translations, max(m.published_at) AS last
RETURN f.id AS id, f.text AS text, f.platform AS platform, f.published_at.epochMillis AS first_at,
    last.epochMillis AS last_at, copies, rewordings, translations
ORDER BY copies + rewordings + translations DESC, first_at LIMIT $limit
