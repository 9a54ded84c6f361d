UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Service {id: end})
MERGE (a)-[r:CONCERNS]->(b)
REMOVE r.run_id
