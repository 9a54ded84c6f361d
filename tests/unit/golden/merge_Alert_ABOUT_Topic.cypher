UNWIND $rows AS row
MATCH (a:Alert {id: row.id})
UNWIND row.ends AS end
MERGE (b:Topic {id: end})
MERGE (a)-[r:ABOUT]->(b)
