UNWIND $rows AS row
MERGE (n:Account {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.platform = row[2],
    n.kind = row[3]
RETURN row[0] AS id, created
