UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Place {id: row.end})
MERGE (a)-[r:MENTIONS]->(b)
ON CREATE SET r.run_id = $run_id
WITH a, r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.probability = row.probability,
    r.surface = row.surface,
    r.reason = row.reason,
    r.choice = row.choice,
    a.changed_at = timestamp()
