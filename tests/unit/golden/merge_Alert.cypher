UNWIND $rows AS row
MERGE (n:Alert {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row.kind,
    n.severity = row.severity,
    n.title = row.title,
    n.title_en = row.title_en,
    n.reason = row.reason,
    n.reason_en = row.reason_en,
    n.score = row.score,
    n.first_at = row.first_at,
    n.last_at = row.last_at,
    n.signal_ids = row.signal_ids,
    n.topic_id = row.topic_id,
    n.place_ids = row.place_ids,
    n.run_id = row.run_id
RETURN row.id AS id, created
