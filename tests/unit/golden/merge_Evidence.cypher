UNWIND $rows AS row
MERGE (n:Evidence {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.alert_id = row[2],
    n.at = datetime(row[3]),
    n.kept_at = datetime(row[4]),
    n.statement = row[5],
    n.parameters = row[6],
    n.messages = row[7],
    n.authors = row[8],
    n.digest = row[9],
    n.run_id = row[10]
RETURN row[0] AS id, created
