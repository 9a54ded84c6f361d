UNWIND $rows AS row
MATCH (a:Message {id: row.id})
UNWIND row.ends AS end
MERGE (b:Link {id: end})
MERGE (a)-[r:LINKS_TO]->(b)
REMOVE r.run_id
