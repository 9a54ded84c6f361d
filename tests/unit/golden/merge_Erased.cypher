UNWIND $rows AS row
MERGE (n:Erased {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row.kind,
    n.at = row.at,
    n.reason = row.reason
RETURN row.id AS id, created
