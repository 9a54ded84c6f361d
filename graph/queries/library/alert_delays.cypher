// Délai de détection des alertes | Detection delay of alerts
// theme: alerts
// -> alert, kind, severity, first_message, raised, minutes
MATCH (a:Alert)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message)
WITH a, min(m.published_at) AS first_message
RETURN a.id AS alert, a.kind AS kind, a.severity AS severity, first_message, a.first_at AS raised,
       duration.inSeconds(first_message, a.first_at).seconds / 60.0 AS minutes
ORDER BY raised DESC, alert
