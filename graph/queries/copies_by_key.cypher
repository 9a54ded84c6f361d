// for each message, the first with the same words before it and the first after it, within reach
UNWIND $rows AS row
CALL (row) {
    MATCH (m:Message {near_key: row.key})
    WHERE m.published_at >= datetime({epochMillis: row.since}) AND m.published_at < datetime({epochMillis: row.at + 1}) AND m.repost_of IS NULL AND m.id <> row.id
    RETURN m ORDER BY m.published_at LIMIT 1
    UNION ALL
    MATCH (m:Message {near_key: row.key})
    WHERE m.published_at >= datetime({epochMillis: row.at}) AND m.published_at < datetime({epochMillis: row.until + 1}) AND m.repost_of IS NULL AND m.id <> row.id
    RETURN m ORDER BY m.published_at LIMIT 1
}
WITH DISTINCT m
OPTIONAL MATCH (m)-[c:COPY_OF]->(f:Message)
RETURN m.id AS id, m.published_at.epochMillis AS at, m.near_key AS key, m.vector_key AS vector_key, f.id AS first,
    c.kind AS kind, c.score AS score
