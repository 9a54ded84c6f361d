UNWIND $rows AS row
MERGE (n:Action {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row[2],
    n.text = row[3],
    n.channel = row[4],
    n.at = datetime(row[5]),
    n.role = row[6],
    n.place_ids = row[7]
RETURN row[0] AS id, created
