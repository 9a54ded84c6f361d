UNWIND $rows AS row
MATCH (a:Message {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Message {id: end})
MERGE (a)-[r:REPOSTS]->(b)
