UNWIND $rows AS row
MERGE (n:Event {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row.kind,
    n.name = row.name,
    n.start = row.start,
    n.end = row.end,
    n.place_ids = row.place_ids
RETURN row.id AS id, created
