UNWIND $rows AS row
MATCH (a:Ruling {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Rumour {id: end})
MERGE (a)-[r:ON]->(b)
