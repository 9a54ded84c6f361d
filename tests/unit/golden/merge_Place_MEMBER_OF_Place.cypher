UNWIND $rows AS row
MATCH (a:Place {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Place {id: end})
MERGE (a)-[r:MEMBER_OF]->(b)
