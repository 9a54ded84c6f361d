// what the signals that are stored already cite
UNWIND $ids AS id
MATCH (s:Signal {id: id})-[:EVIDENCED_BY]->(cited)
RETURN s.id AS id, collect(cited.id) AS cited
