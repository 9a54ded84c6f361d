UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:FactCheck {id: row.end})
MERGE (a)-[r:SAME_CLAIM_AS]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.score = row.score,
    r.how = row.how
