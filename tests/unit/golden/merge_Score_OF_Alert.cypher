UNWIND $rows AS row
MATCH (a:Score {id: row.id})
UNWIND row.ends AS end
MERGE (b:Alert {id: end})
MERGE (a)-[r:OF]->(b)
