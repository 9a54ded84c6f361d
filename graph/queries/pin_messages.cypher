// which of these messages are about a topic
UNWIND $ids AS id
MATCH (m:Message {id: id})-[:ABOUT]->(:Topic {id: $topic})
RETURN m.id AS id
