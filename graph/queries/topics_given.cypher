// topics of messages, by id; of those that have one
UNWIND $ids AS id
MATCH (m:Message {id: id})-[:ABOUT]->(t:Topic)
RETURN m.id AS id, min(t.id) AS topic
