UNWIND $rows AS row
MATCH (a:Budget {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Place {id: end})
MERGE (a)-[r:COVERS]->(b)
