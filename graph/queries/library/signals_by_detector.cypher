// Signaux par détecteur et par jour | Signals by detector and day
// theme: alerts
// -> detector, day, signals, alerts
MATCH (s:Signal)
OPTIONAL MATCH (a:Alert)-[:RAISED_BY]->(s)
RETURN s.kind AS detector, date(s.at) AS day, count(DISTINCT s) AS signals, count(DISTINCT a) AS alerts
ORDER BY day DESC, signals DESC, detector
