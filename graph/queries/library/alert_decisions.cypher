// Décisions prises sur les alertes | Decisions made on alerts
// theme: alerts
// -> alert, title, at, role, act, comment, minutes
MATCH (d:Decision)-[:ON]->(a:Alert)
RETURN a.id AS alert, a.title AS title, d.at AS at, d.role AS role, d.act AS act, d.comment AS comment,
       duration.inSeconds(a.first_at, d.at).seconds / 60.0 AS minutes
ORDER BY at DESC, alert LIMIT 200
