// what alerts are about, for those who asked for a part: places and all that holds them, topic and what became it, services
// that a fifth of the evidence concerns
UNWIND $alerts AS id
MATCH (a:Alert {id: id})
OPTIONAL MATCH (a)-[:ABOUT]->(t:Topic)
WITH a, head(collect(t)) AS t
CALL (a) {
    OPTIONAL MATCH (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place)
    RETURN collect(DISTINCT p.id) AS places
}
CALL (t) {
    OPTIONAL MATCH (t)<-[:BECAME*0..4]-(before:Topic)
    RETURN collect(DISTINCT before.id) AS topics
}
CALL (a) {
    OPTIONAL MATCH (a)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(e)
    WITH collect(DISTINCT e) AS found
    UNWIND found AS e
    MATCH (e)-[:CONCERNS|OF]->(s:Service)
    WITH found, s, count(DISTINCT e) AS n WHERE 5 * n >= size(found)
    RETURN collect(s.id) AS services
}
RETURN a.id AS id, places, topics, services, coalesce(t.label, '') AS topic, coalesce(t.keywords, []) AS keywords
