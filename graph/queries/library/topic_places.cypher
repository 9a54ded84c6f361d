// Lieux nommés avec un sujet | Places named with a topic
// theme: topics
// $topic = null | identifiant du sujet ; rien : le plus gros | id of the topic; none: the largest
// -> label, place, name, kind, inhabitants, messages, authors
MATCH (t:Topic) WHERE $topic IS NULL OR t.id = $topic
WITH t ORDER BY t.size DESC, t.id LIMIT 1
MATCH (t)<-[:ABOUT]-(m:Message)-[named:MENTIONS]->(p:Place) WHERE named.probability >= 0.5
WITH t, p, count(DISTINCT m) AS messages, count(DISTINCT m.author_id) AS authors
RETURN t.label AS label, p.id AS place, p.name AS name, p.kind AS kind, p.population AS inhabitants, messages, authors
ORDER BY messages DESC, place LIMIT 50
