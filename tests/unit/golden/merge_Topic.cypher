UNWIND $rows AS row
MERGE (n:Topic {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.label = row[2],
    n.keywords = row[3],
    n.size = row[4],
    n.centroid = row[5],
    n.first_at = datetime(row[6]),
    n.last_at = datetime(row[7]),
    n.excluded = row[8],
    n.event = row[9],
    n.run_id = row[10]
RETURN row[0] AS id, created
