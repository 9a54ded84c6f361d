// Un sujet heure par heure | One topic hour by hour
// theme: topics
// $topic = null | identifiant du sujet ; rien : le plus gros | id of the topic; none: the largest
// $place = "FR" | code du lieu : FR, R27, D21, 21231 | code of the place: FR, R27, D21, 21231
// -> label, hour, heard, authors, expected, upper, blind
MATCH (t:Topic) WHERE $topic IS NULL OR t.id = $topic
WITH t ORDER BY t.size DESC, t.id LIMIT 1
MATCH (w:Window {topic_id: t.id, place_id: $place})
RETURN t.label AS label, w.hour AS hour, w.n AS heard, w.authors AS authors, w.expected AS expected, w.upper AS upper,
       w.blind AS blind
ORDER BY hour
