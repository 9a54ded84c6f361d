UNWIND $rows AS row
MERGE (n:Alert {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row[2],
    n.severity = row[3],
    n.title = row[4],
    n.title_en = row[5],
    n.reason = row[6],
    n.reason_en = row[7],
    n.score = row[8],
    n.first_at = datetime(row[9]),
    n.last_at = datetime(row[10]),
    n.signal_ids = row[11],
    n.topic_id = row[12],
    n.place_ids = row[13],
    n.run_id = row[14]
RETURN row[0] AS id, created
