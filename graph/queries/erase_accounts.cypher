// removes accounts and what mentions them; what they wrote is gone by then
UNWIND $ids AS id
MATCH (a:Account {id: id})
CALL (a) {
    MATCH (m:Message)-[:MENTIONS]->(a)
    SET m.mentions = [name IN m.mentions WHERE name <> a.id]
}
DETACH DELETE a
RETURN count(*) AS n
