UNWIND $rows AS row
MERGE (n:Window {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row[2],
    n.place_id = row[3],
    n.hour = datetime(row[4]),
    n.n = row[5],
    n.authors = row[6],
    n.expected = row[7],
    n.upper = row[8],
    n.blind = row[9],
    n.run_id = row[10]
RETURN row[0] AS id, created
