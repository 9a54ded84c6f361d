// how much of what an alert cites, and of the newest messages of its topic, says one of the topic's words
UNWIND $alerts AS one
CALL (one) {
    UNWIND one.signals AS signal
    MATCH (:Signal {id: signal})-[:EVIDENCED_BY]->(m:Message)
    RETURN m
    UNION
    UNWIND one.evidence AS id
    MATCH (m:Message {id: id})
    RETURN m
}
WITH one, m WHERE m.text IS NOT NULL
WITH one, count(DISTINCT m) AS cited,
    count(DISTINCT CASE WHEN any(word IN one.words WHERE toLower(m.text) CONTAINS word) THEN m END) AS cited_saying
CALL (one) {
    MATCH (m:Message)-[:ABOUT]->(:Topic {id: one.topic}) WHERE m.text IS NOT NULL
    WITH m ORDER BY m.published_at DESC LIMIT 200
    RETURN count(m) AS own,
        sum(CASE WHEN any(word IN one.words WHERE toLower(m.text) CONTAINS word) THEN 1 ELSE 0 END) AS own_saying
}
RETURN one.alert AS alert, cited, cited_saying, own, own_saying
