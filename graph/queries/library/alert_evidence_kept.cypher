// Ce qui permet de rejouer une alerte | What lets an alert be replayed
// theme: alerts
// $alert = null | identifiant de l’alerte ; rien : la mieux classée | id of the alert; none: the one ranked first
// -> alert, at, messages, authors, digest, statement, run
MATCH (a:Alert) WHERE $alert IS NULL OR a.id = $alert
WITH a ORDER BY a.score DESC, a.id LIMIT 1
MATCH (e:Evidence)-[:OF]->(a)
RETURN a.id AS alert, e.at AS at, e.messages AS messages, e.authors AS authors, e.digest AS digest,
       e.statement AS statement, e.run_id AS run
ORDER BY at DESC
