UNWIND $rows AS row
MERGE (n:Topic {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.label = row.label,
    n.keywords = row.keywords,
    n.size = row.size,
    n.centroid = row.centroid,
    n.first_at = row.first_at,
    n.last_at = row.last_at,
    n.excluded = row.excluded,
    n.event = row.event,
    n.run_id = row.run_id
RETURN row.id AS id, created
