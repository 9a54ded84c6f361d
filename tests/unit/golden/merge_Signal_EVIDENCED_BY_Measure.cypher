UNWIND $rows AS row
MATCH (a:Signal {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Measure {id: end})
MERGE (a)-[r:EVIDENCED_BY]->(b)
