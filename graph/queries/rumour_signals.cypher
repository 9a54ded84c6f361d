// rumours that were spread since a moment, each with its claim and the messages that show it best, oldest first
MATCH (r:Rumour)-[:MAKES]->(c:Claim)
WHERE r.last_at >= $since AND r.first_at < $until AND r.state <> 'extinct'
CALL (c) {
    MATCH (m:Message)-[t:TAKES {stance: 'support'}]->(c) WHERE m.published_at < $until
    RETURN m ORDER BY m.published_at, m.id LIMIT $support
    UNION
    MATCH (m:Message)-[t:TAKES {stance: 'query'}]->(c) WHERE m.published_at < $until
    RETURN m ORDER BY m.published_at, m.id LIMIT $sides
    UNION
    MATCH (m:Message)-[t:TAKES {stance: 'deny'}]->(c) WHERE m.published_at < $until
    RETURN m ORDER BY m.published_at, m.id LIMIT $sides
}
WITH r, c, m ORDER BY m.published_at, m.id
WITH r, c, collect(m.id) AS evidence
RETURN r {.*} AS rumour, c.text AS claim, evidence
ORDER BY r.first_at, r.id
