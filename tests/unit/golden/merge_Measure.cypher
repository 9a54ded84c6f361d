UNWIND $rows AS row
MERGE (n:Measure {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.service_id = row.service_id,
    n.place_id = row.place_id,
    n.metric = row.metric,
    n.start = row.start,
    n.end = row.end,
    n.value = row.value,
    n.n = row.n,
    n.source_id = row.source_id
RETURN row.id AS id, created
