UNWIND $rows AS row
MATCH (a:Alert {id: row.id})
UNWIND row.ends AS end
MERGE (b:Signal {id: end})
MERGE (a)-[r:RAISED_BY]->(b)
