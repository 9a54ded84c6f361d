// Avis notés par service et par mois | Rated reviews by service and month
// theme: services
// -> service, month, rated, mean
MATCH (m:Message)-[:CONCERNS]->(s:Service) WHERE m.rating IS NOT NULL AND m.kind IN ['experience', 'review']
WITH DISTINCT m, s
WITH s, m, datetime({datetime: m.published_at, timezone: 'Europe/Paris'}) AS local
RETURN s.id AS service, substring(toString(date(local)), 0, 7) AS month, count(m) AS rated, 5 * (1 + avg(m.rating)) AS mean
ORDER BY month DESC, rated DESC, service
