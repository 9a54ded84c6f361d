UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Hashtag {id: row.end})
MERGE (a)-[r:TAGGED]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id
