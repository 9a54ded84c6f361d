UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Account {id: end})
MERGE (a)-[r:POSTED_BY]->(b)
