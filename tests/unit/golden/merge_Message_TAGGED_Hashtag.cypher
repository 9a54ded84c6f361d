UNWIND $rows AS row
MATCH (a:Message {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Hashtag {id: end})
MERGE (a)-[r:TAGGED]->(b)
REMOVE r.run_id
