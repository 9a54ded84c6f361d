// takes messages out of a topic
MATCH (t:Topic {id: $topic})
CALL (t) {
    UNWIND $ids AS id
    MATCH (m:Message {id: id})-[r:ABOUT]->(t)
    SET m.changed_at = timestamp()
    DELETE r
    RETURN count(m) AS messages
}
SET t.size = t.size - messages
RETURN messages
