// Ce qu’un lieu dit de chaque service | What a place says of each service
// theme: services
// $place = "FR" | code du lieu : FR, R27, D21, 21231 | code of the place: FR, R27, D21, 21231
// -> service, name, messages, tone, rating, rated
MATCH (m:Message)-[:CONCERNS]->(s:Service)
WHERE $place = 'FR' OR EXISTS { (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..3]->(:Place {id: $place}) }
WITH DISTINCT m, s
RETURN s.id AS service, s.name AS name, count(m) AS messages, avg(m.tone) AS tone, avg(m.rating) AS rating,
       count(m.rating) AS rated
ORDER BY messages DESC, service
