UNWIND $rows AS row
MERGE (n:Hazard {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.phenomenon = row.phenomenon,
    n.level = row.level,
    n.start = row.start,
    n.end = row.end,
    n.place_ids = row.place_ids,
    n.state = row.state,
    n.issued_at = row.issued_at
RETURN row.id AS id, created
