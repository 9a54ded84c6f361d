// Baromètre, Percev@l: reports by age of the victim
MATCH (m:Measure {service_id: 'perceval'})
WHERE m.metric STARTS WITH 'reports/age=' AND m.start >= $since AND m.start < $until
RETURN substring(m.metric, size('reports/age=')) AS age, sum(m.value) AS reports ORDER BY age
