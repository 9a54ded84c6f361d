// D’où vient une alerte | Where an alert comes from
// theme: alerts
// $alert = null | identifiant de l’alerte ; rien : la mieux classée | id of the alert; none: the one ranked first
// -> alert, detector, heard_at, observed, expected, upper, p_value, message, at, platform, source, run
MATCH (a:Alert) WHERE $alert IS NULL OR a.id = $alert
WITH a ORDER BY a.score DESC, a.id LIMIT 1
MATCH (a)-[:RAISED_BY]->(s:Signal)
OPTIONAL MATCH (s)-[:EVIDENCED_BY]->(m:Message)
RETURN a.id AS alert, s.kind AS detector, s.at AS heard_at, s.observed AS observed, s.expected AS expected,
       s.upper AS upper, s.p_value AS p_value, m.id AS message, m.published_at AS at, m.platform AS platform,
       m.source_id AS source, s.run_id AS run
ORDER BY heard_at, at LIMIT 200
