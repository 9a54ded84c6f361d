UNWIND $rows AS row
MERGE (n:Pin {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row.topic_id,
    n.at = row.at,
    n.role = row.role,
    n.act = row.act,
    n.other_id = row.other_id,
    n.label = row.label,
    n.message_ids = row.message_ids
RETURN row.id AS id, created
