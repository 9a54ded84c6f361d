// how many messages and accounts an erasure would remove
CALL () {
    CALL () {
        UNWIND $ids AS id
        MATCH (m:Message {id: id}) RETURN m
        UNION
        UNWIND $accounts AS id
        MATCH (:Account {id: id})<-[:POSTED_BY]-(m:Message) RETURN m
    }
    OPTIONAL MATCH (m)<-[:REPOSTS]-(shared:Message)
    WITH collect(m) + collect(shared) AS found
    UNWIND found AS m
    RETURN count(DISTINCT m) AS messages
}
CALL () {
    MATCH (a:Account) WHERE a.id IN $accounts
    RETURN count(a) AS accounts
}
RETURN messages, accounts
