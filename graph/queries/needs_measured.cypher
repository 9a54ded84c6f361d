// what was measured of services in a time, with the place and the period; parts of a count are no counts of their own
MATCH (m:Measure)-[:OF]->(s:Service)
WHERE m.start < $until AND m.end > $since AND m.end <= $until AND m.metric IN $metrics
OPTIONAL MATCH (p:Place {id: m.place_id})
RETURN m.metric AS metric, s.id AS service_id, s.id AS service, '' AS operator, m.place_id AS place_id, m.value AS value,
    m.n AS n, m.place_id AS area, p.kind AS level, m.start.epochMillis AS start, m.end.epochMillis AS end
ORDER BY service_id, metric, place_id, start
