// Services derrière une hausse | Services behind a rise
// theme: services
// $hours = 24 | dernières heures, comparées à la semaine d’avant | latest hours, held against the week before
// -> service, name, heard, usual, authors
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (s:Service)<-[:CONCERNS]-(m:Message)
WHERE m.published_at >= now - duration({hours: $hours}) - duration('P7D') AND m.published_at < now
WITH s, now, m, m.published_at >= now - duration({hours: $hours}) AS lately
WITH s, count(DISTINCT CASE WHEN lately THEN m END) AS heard,
     count(DISTINCT CASE WHEN lately THEN m.author_id END) AS authors,
     count(DISTINCT CASE WHEN NOT lately THEN m END) * $hours / 168.0 AS usual
WHERE heard > 0
RETURN s.id AS service, s.name AS name, heard, usual, authors ORDER BY heard - usual DESC, service
