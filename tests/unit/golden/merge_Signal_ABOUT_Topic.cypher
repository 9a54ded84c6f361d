UNWIND $rows AS row
MATCH (a:Signal {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Topic {id: end})
MERGE (a)-[r:ABOUT]->(b)
