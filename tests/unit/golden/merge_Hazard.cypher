UNWIND $rows AS row
MERGE (n:Hazard {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.phenomenon = row[2],
    n.level = row[3],
    n.start = datetime(row[4]),
    n.end = datetime(row[5]),
    n.place_ids = row[6],
    n.state = row[7],
    n.issued_at = datetime(row[8])
RETURN row[0] AS id, created
