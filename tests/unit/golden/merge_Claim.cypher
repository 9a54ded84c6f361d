UNWIND $rows AS row
MERGE (n:Claim {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.text = row[2],
    n.message_id = row[3],
    n.alike = row[4],
    n.read = row[5],
    n.likeness = row[6],
    n.run_id = row[7]
RETURN row[0] AS id, created
