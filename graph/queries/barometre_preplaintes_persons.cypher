// Baromètre, pre-complaints: declarations by natural and legal persons
MATCH (m:Measure {service_id: 'pre-plainte-en-ligne'})
WHERE m.metric STARTS WITH 'reports/person=' AND m.start >= $since AND m.start < $until
RETURN substring(m.metric, size('reports/person=')) AS person, sum(m.value) AS declarations ORDER BY declarations DESC
