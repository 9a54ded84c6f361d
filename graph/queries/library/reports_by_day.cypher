// Signalements et déclarations par jour | Reports and declarations by day
// theme: services
// -> service, day, reports
MATCH (s:Service)<-[:OF]-(m:Measure {metric: 'reports'}) WHERE m.end <= m.start + duration('PT25H')
WITH s, m, date(datetime({datetime: m.start, timezone: 'Europe/Paris'})) AS day
RETURN s.id AS service, day, sum(m.value) AS reports ORDER BY day DESC, reports DESC, service LIMIT 200
