// Lieux d’une rumeur | Places of a rumour
// theme: rumours
// $rumour = null | identifiant de la rumeur ; rien : la plus répandue | id of the rumour; none: the one that spread most
// -> rumour, place, name, messages, authors, per_10000
MATCH (u:Rumour) WHERE $rumour IS NULL OR u.id = $rumour
WITH u ORDER BY u.spread DESC, u.id LIMIT 1
MATCH (u)-[:ABOUT]->(:Topic)<-[:ABOUT]-(m:Message)-[:MENTIONS|PUBLISHED_IN]->(p:Place)
WITH u, p, count(DISTINCT m) AS messages, count(DISTINCT m.author_id) AS authors
WHERE messages >= 5
RETURN u.id AS rumour, p.id AS place, p.name AS name, messages, authors, 10000.0 * messages / p.population AS per_10000
ORDER BY messages DESC, place LIMIT 50
