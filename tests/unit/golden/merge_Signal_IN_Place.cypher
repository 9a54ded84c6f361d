UNWIND $rows AS row
MATCH (a:Signal {id: row.id})
UNWIND row.ends AS end
MERGE (b:Place {id: end})
MERGE (a)-[r:IN]->(b)
