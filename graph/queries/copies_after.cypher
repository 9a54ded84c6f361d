// the messages that came before but were published after: what comes late may be what they copy
// one row of columns: no row of its own for each of thousands
MATCH (m:Message)
WHERE m.published_at >= datetime({epochMillis: $since + 1}) AND m.published_at < datetime({epochMillis: $until + 1}) AND m.vector_key IS NOT NULL AND m.repost_of IS NULL
OPTIONAL MATCH (m)-[c:COPY_OF]->(f:Message)
WITH m, c, f WHERE c IS NULL OR c.score < 1
ORDER BY m.published_at, m.id LIMIT $limit
RETURN collect(m.id) AS id, collect(m.published_at.epochMillis) AS at, collect(coalesce(m.near_key, '')) AS key,
    collect(m.vector_key) AS vector_key, collect(coalesce(f.id, '')) AS first, collect(coalesce(c.kind, '')) AS kind,
    collect(coalesce(c.score, 0.0)) AS score
