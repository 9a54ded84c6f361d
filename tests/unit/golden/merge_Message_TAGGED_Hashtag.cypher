UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Hashtag {id: end})
MERGE (a)-[r:TAGGED]->(b)
REMOVE r.run_id
