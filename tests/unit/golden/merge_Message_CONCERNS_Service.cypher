UNWIND $rows AS row
MATCH (a:Message {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Service {id: end})
MERGE (a)-[r:CONCERNS]->(b)
REMOVE r.run_id
