UNWIND $rows AS row
MERGE (n:Delivery {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.subscription_id = row[2],
    n.alert_ids = row[3],
    n.kind = row[4],
    n.at = datetime(row[5]),
    n.told = row[6]
RETURN row[0] AS id, created
