// which messages and accounts are in the graph
CALL () {
    UNWIND $ids AS id
    MATCH (n:Message {id: id}) RETURN n
    UNION
    UNWIND $accounts AS id
    MATCH (n:Account {id: id}) RETURN n
}
RETURN n.id AS id
