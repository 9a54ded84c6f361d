// Mots-dièse d’un sujet | Hashtags of a topic
// theme: topics
// $topic = null | identifiant du sujet ; rien : le plus gros | id of the topic; none: the largest
// -> label, tag, messages, authors
MATCH (t:Topic) WHERE $topic IS NULL OR t.id = $topic
WITH t ORDER BY t.size DESC, t.id LIMIT 1
MATCH (t)<-[:ABOUT]-(m:Message)-[:TAGGED]->(h:Hashtag)
RETURN t.label AS label, h.id AS tag, count(DISTINCT m) AS messages, count(DISTINCT m.author_id) AS authors
ORDER BY messages DESC, tag LIMIT 30
