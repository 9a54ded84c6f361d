UNWIND $rows AS row
MATCH (a:Claim {id: row.id})
UNWIND row.ends AS end
MERGE (b:Message {id: end})
MERGE (a)-[r:SAID_IN]->(b)
