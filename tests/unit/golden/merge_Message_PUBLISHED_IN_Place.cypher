UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Place {id: end})
MERGE (a)-[r:PUBLISHED_IN]->(b)
