UNWIND $rows AS row
MERGE (n:Claim {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.text = row.text,
    n.message_id = row.message_id,
    n.alike = row.alike,
    n.read = row.read,
    n.likeness = row.likeness,
    n.run_id = row.run_id
RETURN row.id AS id, created
