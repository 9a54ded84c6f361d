// Ce que l’on demande à chaque service, et où | What people want of each service, and where
// theme: services
// $days = 7 | derniers jours des données | latest days of the data
// -> service, intent, place, name, messages, authors, found_by
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (m:Message)-[c:CONCERNS]->(s:Service)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now AND coalesce(c.probability, 1.0) >= 0.5
MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
UNWIND m.intents AS intent
WITH s, intent, d, count(DISTINCT m) AS messages, count(DISTINCT m.author_id) AS authors,
     collect(DISTINCT coalesce(c.how, 'source')) AS found_by
WHERE messages >= 5
RETURN s.id AS service, intent, d.id AS place, d.name AS name, messages, authors, found_by
ORDER BY messages DESC, service, intent, place LIMIT 100
