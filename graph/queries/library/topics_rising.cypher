// Sujets au-dessus de l’attendu | Topics above what was expected
// theme: topics
// $place = "FR" | code du lieu : FR, R27, D21, 21231 | code of the place: FR, R27, D21, 21231
// $hours = 24 | dernières heures | latest hours
// -> topic, label, heard, expected, hours_over
MATCH (w:Window) WITH max(w.hour) AS last
MATCH (w:Window)
WHERE w.hour > last - duration({hours: $hours}) AND w.place_id = $place AND w.topic_id <> '*'
  AND w.expected IS NOT NULL AND NOT w.blind
WITH w.topic_id AS topic, sum(w.n) AS heard, sum(w.expected) AS expected,
     sum(CASE WHEN w.n > w.upper THEN 1 ELSE 0 END) AS hours_over
WHERE hours_over > 0
MATCH (t:Topic {id: topic})
RETURN topic, t.label AS label, heard, expected, hours_over ORDER BY hours_over DESC, heard - expected DESC, topic LIMIT 30
