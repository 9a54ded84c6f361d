UNWIND $rows AS row
MATCH (a:Outage {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Source {id: end})
MERGE (a)-[r:OF]->(b)
