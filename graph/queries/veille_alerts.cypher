// the alerts of a watch, highest rank first, with all that was decided on them, oldest first
MATCH (a:Alert) WHERE a.last_at >= $since
WITH a ORDER BY a.score DESC, a.last_at DESC, a.id LIMIT $limit
OPTIONAL MATCH (a)-[:COVERS]->(p:Place)
WITH a, [place IN collect(DISTINCT p) | place {.id, .name}] AS places
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal)
WITH a, places, count(s) AS signals, max(s.observed) AS volume
OPTIONAL MATCH (a)-[:ABOUT]->(t:Topic)
WITH a, places, signals, volume, head(collect(t.label)) AS topic
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, places, signals, volume, topic, d ORDER BY d.at, d.id
RETURN a.id AS id, a.kind AS kind, a.severity AS severity, a.title AS title, a.title_en AS title_en,
       a.reason AS reason, a.reason_en AS reason_en, a.score AS score, a.topic_id AS topic_id, topic, places, signals,
       volume, a.first_at.epochMillis AS first_at, a.last_at.epochMillis AS last_at,
       [x IN collect(d) | x {.id, .role, .act, .comment, .given_to, .verdict, .severity, .volume, .into_id, .undoes_id,
           at: x.at.epochMillis, until: x.until.epochMillis}] AS decisions
