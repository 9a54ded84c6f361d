UNWIND $rows AS row
MERGE (n:Pin {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row[2],
    n.at = datetime(row[3]),
    n.role = row[4],
    n.act = row[5],
    n.other_id = row[6],
    n.label = row[7],
    n.message_ids = row[8]
RETURN row[0] AS id, created
