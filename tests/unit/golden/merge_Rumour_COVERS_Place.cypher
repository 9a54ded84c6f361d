UNWIND $rows AS row
MATCH (a:Rumour {id: row.id})
UNWIND row.ends AS end
MERGE (b:Place {id: end})
MERGE (a)-[r:COVERS]->(b)
