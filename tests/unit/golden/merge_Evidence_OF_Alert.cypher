UNWIND $rows AS row
MATCH (a:Evidence {id: row.id})
UNWIND row.ends AS end
MERGE (b:Alert {id: end})
MERGE (a)-[r:OF]->(b)
