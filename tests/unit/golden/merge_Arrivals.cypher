UNWIND $rows AS row
MERGE (n:Arrivals {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.source_id = row.source_id,
    n.platform = row.platform,
    n.day = row.day,
    n.hours = row.hours,
    n.first_at = row.first_at,
    n.last_at = row.last_at
RETURN row.id AS id, created
