UNWIND $rows AS row
MERGE (n:Host {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.free_at = row.free_at,
    n.closed_until = row.closed_until
RETURN row.id AS id, created
