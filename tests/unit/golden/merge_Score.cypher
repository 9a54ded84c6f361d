UNWIND $rows AS row
MERGE (n:Score {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.scenario = row[2],
    n.truth_id = row[3],
    n.kind = row[4],
    n.label = row[5],
    n.at = datetime(row[6]),
    n.sensitivity = row[7],
    n.precision = row[8],
    n.false_alerts_per_day = row[9],
    n.promised_alerts_per_day = row[10],
    n.benign_alerts_per_day = row[11],
    n.lead_minutes = row[12],
    n.lead_to_denial_minutes = row[13],
    n.delay_seconds_p95 = row[14],
    n.topic_identity = row[15],
    n.topic_id_changes = row[16],
    n.stance_volume_error = row[17],
    n.effect_error = row[18],
    n.effect_coverage = row[19],
    n.gap_precision_at_10 = row[20],
    n.alert_ids = row[21],
    n.run_id = row[22]
RETURN row[0] AS id, created
