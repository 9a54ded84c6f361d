UNWIND $rows AS row
MATCH (a:Decision {id: row.id})
UNWIND row.ends AS end
MERGE (b:Alert {id: end})
MERGE (a)-[r:ON]->(b)
