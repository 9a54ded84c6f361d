UNWIND $rows AS row
MATCH (a:Action {id: row.start})
MERGE (b:Topic {id: row.end})
MERGE (a)-[r:ADDRESSES]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.score = row.score
