// Sujets voisins d’un sujet | Topics near a topic
// theme: topics
// $topic = null | identifiant du sujet ; rien : le plus gros | id of the topic; none: the largest
// -> label, near, near_label, score
MATCH (t:Topic) WHERE $topic IS NULL OR t.id = $topic
WITH t ORDER BY t.size DESC, t.id LIMIT 1
CALL db.index.vector.queryNodes('topic_centroid', 6, t.centroid) YIELD node, score
WHERE node <> t
RETURN t.label AS label, node.id AS near, node.label AS near_label, score ORDER BY score DESC
