UNWIND $rows AS row
MERGE (n:Service {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row.name,
    n.kind = row.kind,
    n.operator = row.operator,
    n.url = row.url,
    n.needs = row.needs
RETURN row.id AS id, created
