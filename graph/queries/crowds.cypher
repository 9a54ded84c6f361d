// messages that show alarm or tell that people leave, with the communes that they name; each found by its own index
CALL () {
    MATCH (m:Message) WHERE m.alarm >= $least AND m.published_at >= $since AND m.published_at < $until RETURN m
    UNION
    MATCH (m:Message) WHERE m.moves >= $least AND m.published_at >= $since AND m.published_at < $until RETURN m
}
RETURN m.id AS id, coalesce(m.alarm, 0.0) AS alarm, coalesce(m.moves, 0.0) AS moves,
    coalesce(m.leaves, []) AS origin, coalesce(m.heads_for, []) AS destination,
    [(m)-[r:MENTIONS]->(p:Place {kind: 'commune'}) WHERE r.probability >= $probability | p.id] AS named
