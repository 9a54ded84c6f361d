// Baromètre, Percev@l and pre-complaints: reports of a service by département, and for 10,000 inhabitants
MATCH (m:Measure {service_id: $service, metric: 'reports'})-[:IN]->(d:Place {kind: 'departement'})
WHERE m.start >= $since AND m.start < $until
WITH d, sum(m.value) AS reports
RETURN d.id AS place_id, d.name AS place, reports, 10000.0 * reports / d.population AS per_10000
ORDER BY reports DESC, place_id
