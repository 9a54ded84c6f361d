// Paroles et signalements, par service et par jour | Talk and reports, by service and day
// theme: services
// -> service, day, reports, messages
MATCH (s:Service)<-[:OF]-(me:Measure {metric: 'reports'}) WHERE me.end <= me.start + duration('PT25H')
WITH s, date(datetime({datetime: me.start, timezone: 'Europe/Paris'})) AS day, sum(me.value) AS reports
ORDER BY day DESC LIMIT 200
OPTIONAL MATCH (s)<-[:CONCERNS]-(m:Message)
WHERE m.published_at >= datetime({date: day, timezone: 'Europe/Paris'})
  AND m.published_at < datetime({date: day + duration('P1D'), timezone: 'Europe/Paris'})
RETURN s.id AS service, day, reports, count(DISTINCT m) AS messages ORDER BY day DESC, service
