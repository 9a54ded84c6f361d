UNWIND $rows AS row
MATCH (a:Rumour {id: row.id})
UNWIND row.ends AS end
MERGE (b:Topic {id: end})
MERGE (a)-[r:ABOUT]->(b)
