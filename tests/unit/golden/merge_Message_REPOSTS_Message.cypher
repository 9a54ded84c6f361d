UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Message {id: end})
MERGE (a)-[r:REPOSTS]->(b)
