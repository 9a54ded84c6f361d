UNWIND $rows AS row
MATCH (a:Ruling {id: row.id})
UNWIND row.ends AS end
MERGE (b:Rumour {id: end})
MERGE (a)-[r:ON]->(b)
