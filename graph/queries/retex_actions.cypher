// the denials of an exercise, with the topic that each speaks of and the places that it is meant for
MATCH (a:Action {kind: 'denial'}) WHERE a.at >= $since
OPTIONAL MATCH (a)-[:ADDRESSES]->(t:Topic)
RETURN a.id AS id, a.text AS text, a.at.epochMillis AS at, a.place_ids AS places, collect(t.id) AS topics
ORDER BY at, id
