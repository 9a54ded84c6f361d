// Sujets d’un lieu | Topics of a place
// theme: topics
// $place = "FR" | code du lieu : FR, R27, D21, 21231 | code of the place: FR, R27, D21, 21231
// $days = 7 | derniers jours des données | latest days of the data
// -> topic, label, messages, authors
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (m:Message)-[:ABOUT]->(t:Topic)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
  AND ($place = 'FR' OR EXISTS { (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..3]->(:Place {id: $place}) })
RETURN t.id AS topic, t.label AS label, count(*) AS messages, count(DISTINCT m.author_id) AS authors
ORDER BY authors DESC, topic LIMIT 30
