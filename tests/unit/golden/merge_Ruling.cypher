UNWIND $rows AS row
MERGE (n:Ruling {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.rumour_id = row.rumour_id,
    n.at = row.at,
    n.role = row.role,
    n.state = row.state,
    n.comment = row.comment
RETURN row.id AS id, created
