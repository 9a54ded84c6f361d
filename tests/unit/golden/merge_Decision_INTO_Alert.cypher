UNWIND $rows AS row
MATCH (a:Decision {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Alert {id: end})
MERGE (a)-[r:INTO]->(b)
