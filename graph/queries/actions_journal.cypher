// what the institution did, newest first, with the topic that it speaks of and the places that it is meant for
MATCH (a:Action) WHERE a.at < $until
OPTIONAL MATCH (a)-[r:ADDRESSES]->(t:Topic)
OPTIONAL MATCH (a)-[:COVERS]->(p:Place)
WITH a, r, t, collect(DISTINCT p {.id, .name}) AS places
RETURN a.id AS id, a.kind AS kind, a.text AS text, a.channel AS channel, a.at.epochMillis AS at, coalesce(a.role, '') AS role,
    t.id AS topic, t.label AS label, r.score AS score, places
ORDER BY at DESC, id LIMIT $limit
