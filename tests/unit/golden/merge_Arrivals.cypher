UNWIND $rows AS row
MERGE (n:Arrivals {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.source_id = row[2],
    n.platform = row[3],
    n.day = datetime(row[4]),
    n.hours = row[5],
    n.first_at = datetime(row[6]),
    n.last_at = datetime(row[7])
RETURN row[0] AS id, created
