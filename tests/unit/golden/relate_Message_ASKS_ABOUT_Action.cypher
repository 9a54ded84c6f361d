UNWIND $rows AS row
MATCH (a:Message {id: row.start})
MERGE (b:Action {id: row.end})
MERGE (a)-[r:ASKS_ABOUT]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.sentence = row.sentence,
    r.score = row.score
