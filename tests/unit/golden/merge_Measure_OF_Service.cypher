UNWIND $rows AS row
MATCH (a:Measure {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Service {id: end})
MERGE (a)-[r:OF]->(b)
