UNWIND $rows AS row
MERGE (n:Read {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.who = row[2],
    n.role = row[3],
    n.what = row[4],
    n.subject = row[5],
    n.way = row[6],
    n.at = datetime(row[7])
RETURN row[0] AS id, created
