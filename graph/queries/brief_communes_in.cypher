// messages of at most a day that name a commune of a group, or come from it
MATCH (:Place {id: $place})<-[:MEMBER_OF]-(c:Place)
MATCH (c) ((:Place)<-[:IN]-(:Place)){0,1} (part:Place)
MATCH (part)<-[:MENTIONS|PUBLISHED_IN]-(m:Message) WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH c, count(DISTINCT m) AS n, count(DISTINCT a) AS authors
RETURN c.id AS id, c.name AS name, c.population AS population, c.lat AS lat, c.lon AS lon, n, authors
ORDER BY n DESC
