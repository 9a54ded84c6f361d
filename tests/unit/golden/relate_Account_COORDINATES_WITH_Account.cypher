UNWIND $rows AS row
MATCH (a:Account {id: row.start})
MERGE (b:Account {id: row.end})
MERGE (a)-[r:COORDINATES_WITH]->(b)
ON CREATE SET r.run_id = $run_id
WITH r, row WHERE r.run_id IS NOT NULL
SET r.run_id = $run_id,
    r.met = row.met,
    r.expected = row.expected,
    r.p_value = row.p_value,
    r.at = row.at
