UNWIND $rows AS row
MATCH (a:Delivery {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Alert {id: end})
MERGE (a)-[r:TELLS]->(b)
