UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Claim {id: row.end})
MERGE (a)-[r:TAKES]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.stance = row.stance,
    r.probability = row.probability
