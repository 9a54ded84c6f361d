// Sujets sans action en face | Topics that no action addresses
// theme: actions
// $days = 7 | derniers jours des données | latest days of the data
// -> topic, label, messages, authors, alarmed
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (t:Topic)<-[:ABOUT]-(m:Message)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now AND NOT t.excluded
  AND NOT EXISTS { (:Action)-[:ADDRESSES]->(t) }
RETURN t.id AS topic, t.label AS label, count(*) AS messages, count(DISTINCT m.author_id) AS authors,
       sum(CASE WHEN m.alarm >= 0.5 THEN 1 ELSE 0 END) AS alarmed
ORDER BY authors DESC, topic LIMIT 30
