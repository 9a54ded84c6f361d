UNWIND $rows AS row
MERGE (n:Place {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row[2],
    n.kind = row[3],
    n.population = row[4],
    n.lat = row[5],
    n.lon = row[6],
    n.parent_id = row[7],
    n.group_id = row[8]
RETURN row[0] AS id, created
