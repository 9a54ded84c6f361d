// Départements que personne n’entend | Départements that nobody hears
// theme: coverage
// $days = 7 | derniers jours des données | latest days of the data
// -> place, name, inhabitants, messages
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (d:Place {kind: 'departement'})
OPTIONAL MATCH (d)<-[:IN*0..2]-(:Place)<-[:PUBLISHED_IN|MENTIONS]-(m:Message)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
WITH d, count(DISTINCT m) AS messages WHERE messages < 5
RETURN d.id AS place, d.name AS name, d.population AS inhabitants, messages ORDER BY inhabitants DESC, place
