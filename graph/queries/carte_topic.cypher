// messages on one topic by département, over at most a day
MATCH (:Topic {id: $topic})<-[:ABOUT]-(m:Message) WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN d.id AS id, count(DISTINCT m) AS n
