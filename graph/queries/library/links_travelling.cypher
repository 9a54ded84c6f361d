// Liens qui circulent | Links that travel
// theme: rumours
// $days = 7 | derniers jours des données | latest days of the data
// -> host, link, messages, authors, platforms
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (l:Link)<-[:LINKS_TO]-(m:Message)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
RETURN l.host AS host, l.id AS link, count(DISTINCT m) AS messages, count(DISTINCT m.author_id) AS authors,
       collect(DISTINCT m.platform) AS platforms
ORDER BY authors DESC, link LIMIT 30
