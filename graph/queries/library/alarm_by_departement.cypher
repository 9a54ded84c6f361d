// Alarme par département | Alarm by département
// theme: topics
// $days = 7 | derniers jours des données | latest days of the data
// -> place, name, messages, alarmed, per_100000
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (m:Message) WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
MATCH (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
WITH DISTINCT m, d
WITH d, count(m) AS messages, sum(CASE WHEN m.alarm >= 0.5 THEN 1 ELSE 0 END) AS alarmed
WHERE messages >= 5
RETURN d.id AS place, d.name AS name, messages, alarmed, 100000.0 * alarmed / d.population AS per_100000
ORDER BY per_100000 DESC, place
