UNWIND $rows AS row
MERGE (n:Budget {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.place_id = row.place_id,
    n.promised = row.promised,
    n.hours = row.hours,
    n.watches = row.watches,
    n.raised = row.raised,
    n.dismissed = row.dismissed,
    n.run_id = row.run_id
RETURN row.id AS id, created
