// Départements que chaque source entend | Départements that each source hears
// theme: coverage
// $days = 7 | derniers jours des données | latest days of the data
// -> source, departements, located, messages
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (m:Message)-[:COLLECTED_FROM]->(s:Source)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
OPTIONAL MATCH (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN s.name AS source, count(DISTINCT d) AS departements, count(DISTINCT CASE WHEN d IS NOT NULL THEN m END) AS located,
       count(DISTINCT m) AS messages
ORDER BY messages DESC, source
