// aggregated counts and scores whose span ends in a period
MATCH (m:Measure)-[:OF]->(s:Service)
WHERE m.start < $until AND m.end > $since AND m.end <= $until
OPTIONAL MATCH (m)-[:IN]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN m.metric AS metric, s.id AS service_id, coalesce(s.name, s.id) AS service, coalesce(s.operator, '') AS operator,
       coalesce(d.id, m.place_id) AS place_id, m.value AS value, m.n AS n
