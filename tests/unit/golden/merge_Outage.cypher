UNWIND $rows AS row
MERGE (n:Outage {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.platform = row[2],
    n.start = datetime(row[3]),
    n.end = datetime(row[4]),
    n.cause = row[5],
    n.source_id = row[6]
RETURN row[0] AS id, created
