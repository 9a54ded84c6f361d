UNWIND $rows AS row
MERGE (n:Source {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row[2],
    n.kind = row[3],
    n.platform = row[4],
    n.licence = row[5],
    n.purpose = row[6],
    n.legal_basis = row[7],
    n.retention_days = row[8]
RETURN row[0] AS id, created
