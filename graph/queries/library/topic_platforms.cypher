// Où l’on parle d’un sujet | Where a topic is spoken of
// theme: topics
// $topic = null | identifiant du sujet ; rien : le plus gros | id of the topic; none: the largest
// -> label, platform, kind, messages, authors, first, last
MATCH (t:Topic) WHERE $topic IS NULL OR t.id = $topic
WITH t ORDER BY t.size DESC, t.id LIMIT 1
MATCH (t)<-[:ABOUT]-(m:Message)
RETURN t.label AS label, m.platform AS platform, m.kind AS kind, count(*) AS messages,
       count(DISTINCT m.author_id) AS authors, min(m.published_at) AS first, max(m.published_at) AS last
ORDER BY messages DESC, platform
