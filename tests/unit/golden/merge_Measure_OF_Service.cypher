UNWIND $rows AS row
MATCH (a:Measure {id: row.id})
UNWIND row.ends AS end
MERGE (b:Service {id: end})
MERGE (a)-[r:OF]->(b)
