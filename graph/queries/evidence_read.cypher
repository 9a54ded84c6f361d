// what the signals of an alert rest on, as it stands now: messages and measures, in the order of their ids
CALL () {
    MATCH (s:Signal)-[:EVIDENCED_BY]->(m:Message) WHERE s.id IN $signals AND m.published_at IS NOT NULL
    WITH DISTINCT m
    RETURN m.id AS id, m.text AS text, toString(m.published_at) AS at, m.author_id AS author, null AS value,
           toString(m.last_seen) AS changed_at
    UNION
    MATCH (s:Signal)-[:EVIDENCED_BY]->(m:Measure) WHERE s.id IN $signals
    WITH DISTINCT m
    RETURN m.id AS id, m.metric AS text, toString(m.start) AS at, null AS author, m.value AS value,
           toString(m.last_seen) AS changed_at
}
RETURN id, text, at, author, value, changed_at ORDER BY id
