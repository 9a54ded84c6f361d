UNWIND $rows AS row
MERGE (n:Measure {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.service_id = row[2],
    n.place_id = row[3],
    n.metric = row[4],
    n.start = datetime(row[5]),
    n.end = datetime(row[6]),
    n.value = row[7],
    n.n = row[8],
    n.source_id = row[9]
RETURN row[0] AS id, created
