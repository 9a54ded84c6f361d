// texts of messages, by id
UNWIND $ids AS id
MATCH (m:Message {id: id})
RETURN m.id AS id, m.text AS text
