// messages of a period counted by platform kind, service, département, feeling and tone
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (m)-[:CONCERNS]->(s:Service)
WITH m, head(collect(DISTINCT s)) AS s
OPTIONAL MATCH (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
WITH m, s, min(d.id) AS place_id
RETURN m.kind AS kind, s.id AS service_id, s.operator AS operator, place_id,
       round(m.rating, 2) AS rating,
       CASE WHEN m.tone IS NULL THEN NULL WHEN m.tone > 0.2 THEN 1 WHEN m.tone < -0.2 THEN -1 ELSE 0 END AS tone,
       count(*) AS n
