UNWIND $rows AS row
MERGE (n:Score {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.scenario = row.scenario,
    n.truth_id = row.truth_id,
    n.kind = row.kind,
    n.label = row.label,
    n.at = row.at,
    n.sensitivity = row.sensitivity,
    n.precision = row.precision,
    n.false_alerts_per_day = row.false_alerts_per_day,
    n.promised_alerts_per_day = row.promised_alerts_per_day,
    n.benign_alerts_per_day = row.benign_alerts_per_day,
    n.lead_minutes = row.lead_minutes,
    n.lead_to_denial_minutes = row.lead_to_denial_minutes,
    n.delay_seconds_p95 = row.delay_seconds_p95,
    n.topic_identity = row.topic_identity,
    n.topic_id_changes = row.topic_id_changes,
    n.stance_volume_error = row.stance_volume_error,
    n.alert_ids = row.alert_ids,
    n.run_id = row.run_id
RETURN row.id AS id, created
