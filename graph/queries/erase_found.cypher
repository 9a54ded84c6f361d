// messages to erase: by id, by author, and those that share one of them as it is
CALL () {
    UNWIND $ids AS id
    MATCH (m:Message {id: id}) RETURN m
    UNION
    UNWIND $accounts AS id
    MATCH (:Account {id: id})<-[:POSTED_BY]-(m:Message) RETURN m
}
WITH m LIMIT $limit
OPTIONAL MATCH (m)<-[:REPOSTS]-(shared:Message)
WITH collect(m) + collect(shared) AS found
UNWIND found AS m
WITH DISTINCT m
RETURN m.id AS id, m.text AS text, m.vector_key AS vector_key, m.published_at.epochMillis AS at
