UNWIND $rows AS row
MATCH (a:Pin {id: row.id})
UNWIND row.ends AS end
MERGE (b:Topic {id: end})
MERGE (a)-[r:ON]->(b)
