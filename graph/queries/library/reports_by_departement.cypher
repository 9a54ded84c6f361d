// Signalements par département et par mois | Reports by département and month
// theme: services
// $service = "perceval" | service du catalogue | service of the catalogue
// -> place, name, month, reports
MATCH (:Service {id: $service})<-[:OF]-(m:Measure {metric: 'reports'})-[:IN]->(d:Place {kind: 'departement'})
WITH d, m, datetime({datetime: m.start, timezone: 'Europe/Paris'}) AS local
RETURN d.id AS place, d.name AS name, substring(toString(date(local)), 0, 7) AS month, sum(m.value) AS reports
ORDER BY month, reports DESC, place
