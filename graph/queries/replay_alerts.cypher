// alerts with what their signals cite
MATCH (a:Alert)
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal)
RETURN a.id AS id, a.kind AS kind, a.first_at AS first_at, a.last_at AS last_at, a.place_ids AS places,
    a.topic_id AS topic_id, a.severity AS severity, a.title AS title, collect(s.evidence) AS evidence
ORDER BY first_at, id
