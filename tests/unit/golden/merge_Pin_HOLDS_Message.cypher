UNWIND $rows AS row
MATCH (a:Pin {id: row.id})
UNWIND row.ends AS end
MERGE (b:Message {id: end})
MERGE (a)-[r:HOLDS]->(b)
