UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Service {id: row.end})
MERGE (a)-[r:CONCERNS]->(b)
ON CREATE SET r.run_id = $run_id
WITH a, r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.probability = row.probability,
    r.how = row.how,
    r.need = row.need,
    a.changed_at = timestamp()
