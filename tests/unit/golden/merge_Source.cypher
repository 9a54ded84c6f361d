UNWIND $rows AS row
MERGE (n:Source {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row.name,
    n.kind = row.kind,
    n.platform = row.platform,
    n.licence = row.licence,
    n.purpose = row.purpose,
    n.legal_basis = row.legal_basis,
    n.retention_days = row.retention_days
RETURN row.id AS id, created
