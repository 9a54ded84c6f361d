UNWIND $rows AS row
MERGE (n:Place {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row.name,
    n.kind = row.kind,
    n.population = row.population,
    n.lat = row.lat,
    n.lon = row.lon,
    n.parent_id = row.parent_id
RETURN row.id AS id, created
