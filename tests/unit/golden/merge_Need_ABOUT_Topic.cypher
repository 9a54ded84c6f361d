UNWIND $rows AS row
MATCH (a:Need {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Topic {id: end})
MERGE (a)-[r:ABOUT]->(b)
