// messages of at most a day that name a commune of a département, or come from it
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(c:Place)
WHERE c.kind IN ['commune', 'arrondissement'] AND EXISTS { (c)-[:IN*1..2]->(:Place {id: $place}) }
  AND ($topic = '*' OR EXISTS { (m)-[:ABOUT]->(:Topic {id: $topic}) })
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH c, count(DISTINCT m) AS n, count(DISTINCT a) AS authors
RETURN c.id AS id, c.name AS name, c.population AS population, c.lat AS lat, c.lon AS lon, n, authors
ORDER BY n DESC
