UNWIND $rows AS row
MATCH (a:Signal {id: row.id})
UNWIND row.ends AS end
MERGE (b:Measure {id: end})
MERGE (a)-[r:EVIDENCED_BY]->(b)
