UNWIND $rows AS row
MERGE (n:Decision {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.alert_id = row.alert_id,
    n.at = row.at,
    n.role = row.role,
    n.act = row.act,
    n.comment = row.comment
RETURN row.id AS id, created
