// alerts alive in a period, with all that was decided on them, oldest first; no `$places` means everywhere
MATCH (a:Alert)
WHERE a.last_at >= $since AND a.first_at <= $until
  AND ($places = [] OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places })
OPTIONAL MATCH (a)-[:COVERS]->(p:Place)
WITH a, [place IN collect(DISTINCT p) | place {.id, .name}] AS places
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, places, d ORDER BY d.at, d.id
WITH a, places, [x IN collect(d) | x {.id, .role, .act, .given_to, .verdict, .severity, .volume, .into_id, .undoes_id,
    at: x.at.epochMillis, until: x.until.epochMillis}] AS decisions
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal)
WITH a, places, decisions, s ORDER BY s.score DESC
WITH a, places, decisions, head(collect(s)) AS signal, max(s.observed) AS volume
RETURN a.id AS id, a.kind AS kind, a.severity AS severity, a.title AS title, a.title_en AS title_en,
       a.reason AS reason, a.reason_en AS reason_en, a.score AS score, a.topic_id AS topic_id, places,
       a.first_at.epochMillis AS first_at, a.last_at.epochMillis AS last_at,
       decisions, volume,
       signal.observed AS observed, signal.expected AS expected, signal.upper AS upper,
       signal.p_value AS p_value, signal.authors AS authors
ORDER BY score DESC, last_at DESC
