// aggregated counts and scores whose span ends in a period; parts of a count are no counts of their own
MATCH (m:Measure)-[:OF]->(s:Service)
WHERE m.start < $until AND m.end > $since AND m.end <= $until AND NOT m.metric CONTAINS '/'
OPTIONAL MATCH (m)-[:IN]->(p:Place)
OPTIONAL MATCH (p)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN m.metric AS metric, s.id AS service_id, coalesce(s.name, s.id) AS service, coalesce(s.operator, '') AS operator,
       coalesce(d.id, m.place_id) AS place_id, m.value AS value, m.n AS n,
       m.place_id AS area, p.kind AS level, m.start.epochMillis AS start, m.end.epochMillis AS end
