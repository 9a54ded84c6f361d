UNWIND $rows AS row
MATCH (a:Run {id: row.id})
UNWIND row.ends AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:READ]->(b)
