UNWIND $rows AS row
MATCH (a:Measure {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:COLLECTED_FROM]->(b)
