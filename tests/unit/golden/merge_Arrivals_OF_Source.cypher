UNWIND $rows AS row
MATCH (a:Arrivals {id: row.id})
UNWIND row.ends AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:OF]->(b)
