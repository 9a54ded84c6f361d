UNWIND $rows AS row
MERGE (n:Decision {id: row.id})
ON CREATE SET n.first_seen = $now
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.last_seen = $now,
    n.alert_id = row.alert_id,
    n.at = row.at,
    n.role = row.role,
    n.act = row.act,
    n.comment = row.comment
RETURN row.id AS id, created
