// Contacts par catégorie et par mois | Contacts by category and month
// theme: services
// -> service, month, category, contacts
MATCH (m:Measure)-[:OF]->(s:Service) WHERE m.metric STARTS WITH 'contacts/category='
WITH s, m, datetime({datetime: m.start, timezone: 'Europe/Paris'}) AS local
RETURN s.id AS service, substring(toString(date(local)), 0, 7) AS month, split(m.metric, '=')[1] AS category,
       toInteger(sum(m.value)) AS contacts
ORDER BY month DESC, contacts DESC, category LIMIT 200
