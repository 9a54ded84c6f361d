// the alerts of an exercise with what their signals cite and all that was decided on them, oldest first
MATCH (a:Alert)
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal)
WITH a, collect(s.evidence) AS evidence
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, evidence, d ORDER BY d.at, d.id
RETURN a.id AS id, a.kind AS kind, a.title AS title, a.title_en AS title_en, a.severity AS severity, a.topic_id AS topic_id,
       a.place_ids AS places, a.first_at.epochMillis AS first_at, a.last_at.epochMillis AS last_at, evidence,
       [x IN collect(d) | x {.id, .act, .verdict, .into_id, .undoes_id, at: x.at.epochMillis}] AS decisions
ORDER BY first_at, id
