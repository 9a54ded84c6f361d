UNWIND $rows AS row
MATCH (a:Measure {id: row.id})
UNWIND row.ends AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:COLLECTED_FROM]->(b)
