UNWIND $rows AS row
MATCH (a:Rumour {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Claim {id: end})
MERGE (a)-[r:MAKES]->(b)
