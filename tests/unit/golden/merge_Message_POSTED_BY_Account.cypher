UNWIND $rows AS row
MATCH (a:Message {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Account {id: end})
MERGE (a)-[r:POSTED_BY]->(b)
