UNWIND $rows AS row
MATCH (a:Message {id: row[0]})
UNWIND row[1..] AS end
MERGE (b:Link {id: end})
MERGE (a)-[r:LINKS_TO]->(b)
REMOVE r.run_id
