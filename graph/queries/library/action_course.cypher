// Un sujet avant et après une action | A topic before and after an action
// theme: actions
// $action = null | identifiant de l’action ; rien : la dernière | id of the action; none: the latest
// $hours = 24 | heures de part et d’autre | hours on each side
// -> action, kind, label, from_action, heard, authors, blind
MATCH (x:Action)-[:ADDRESSES]->(t:Topic) WHERE $action IS NULL OR x.id = $action
WITH x, t ORDER BY x.at DESC, x.id LIMIT 1
MATCH (w:Window {topic_id: t.id, place_id: 'FR'})
WHERE w.hour >= x.at - duration({hours: $hours}) AND w.hour < x.at + duration({hours: $hours})
RETURN x.id AS action, x.kind AS kind, t.label AS label,
       toInteger(floor(duration.inSeconds(x.at, w.hour).seconds / 3600.0)) AS from_action, w.n AS heard, w.authors AS authors,
       w.blind AS blind
ORDER BY from_action
