UNWIND $rows AS row
MATCH (a:Run {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:READ]->(b)
