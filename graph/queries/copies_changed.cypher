// what `copies_before` says of the messages published since a moment that changed since another, in milliseconds; and
// the `others`, which nothing is a copy of
CALL () {
    MATCH (m:Message) USING INDEX m:Message(changed_at)
    WHERE m.changed_at >= $changed AND m.published_at >= datetime({epochMillis: $oldest})
    OPTIONAL MATCH (m)-[c:COPY_OF]->(f:Message)
    RETURN m, c, f, m.vector_key IS NULL OR m.repost_of IS NOT NULL OR coalesce(c.score >= 1, false) AS other
}
WITH collect(CASE WHEN other THEN m.id END) AS others,
    collect(CASE WHEN NOT other THEN {m: m, c: c, f: f} END) AS said
RETURN others, [s IN said | s.m.id] AS id, [s IN said | s.m.published_at.epochMillis] AS at,
    [s IN said | coalesce(s.m.near_key, '')] AS key, [s IN said | s.m.vector_key] AS vector_key,
    [s IN said | coalesce(s.f.id, '')] AS first, [s IN said | coalesce(s.c.kind, '')] AS kind,
    [s IN said | coalesce(s.c.score, 0.0)] AS score
