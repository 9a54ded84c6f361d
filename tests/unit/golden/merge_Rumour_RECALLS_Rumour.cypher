UNWIND $rows AS row
MATCH (a:Rumour {id: row.id})
UNWIND row.ends AS end
MERGE (b:Rumour {id: end})
MERGE (a)-[r:RECALLS]->(b)
