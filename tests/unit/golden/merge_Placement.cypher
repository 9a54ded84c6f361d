UNWIND $rows AS row
MERGE (n:Placement {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.owner = row[2],
    n.thing_id = row[3],
    n.x = row[4],
    n.y = row[5],
    n.at = datetime(row[6])
RETURN row[0] AS id, created
