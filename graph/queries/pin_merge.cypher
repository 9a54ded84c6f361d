// puts the messages and the open alerts of a topic under another one
MATCH (a:Topic {id: $topic}), (b:Topic {id: $into})
MERGE (a)-[became:BECAME]->(b)
SET became.kind = 'merged', became.run_id = coalesce(became.run_id, 'by hand')
WITH a, b
CALL (a, b) {
    MATCH (x:Alert)-[r:ABOUT]->(a)
    MERGE (x)-[:ABOUT]->(b)
    SET x.topic_id = b.id
    DELETE r
}
CALL (a, b) {
    MATCH (m:Message)-[r:ABOUT]->(a)
    MERGE (m)-[s:ABOUT]->(b)
    ON CREATE SET s.score = r.score, s.run_id = r.run_id
    SET m.changed_at = timestamp()
    DELETE r
    RETURN count(m) AS messages
}
SET b.size = b.size + messages, a.size = 0
RETURN messages
