UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Topic {id: row.end})
MERGE (a)-[r:ABOUT]->(b)
ON CREATE SET r.run_id = $run_id
WITH a, r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.score = row.score,
    a.changed_at = timestamp()
