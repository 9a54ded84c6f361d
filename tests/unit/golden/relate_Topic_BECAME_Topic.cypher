UNWIND $rows AS row
MATCH (a:Topic {id: row.start})
MERGE (b:Topic {id: row.end})
MERGE (a)-[r:BECAME]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.kind = row.kind,
    r.at = row.at
