UNWIND $rows AS row
MATCH (a:Rumour {id: row.id})
UNWIND row.ends AS end
MERGE (b:Claim {id: end})
MERGE (a)-[r:MAKES]->(b)
