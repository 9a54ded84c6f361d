UNWIND $rows AS row
MERGE (n:Host {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.free_at = row[2],
    n.closed_until = row[3]
RETURN row[0] AS id, created
