UNWIND $rows AS row
MERGE (n:Evidence {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.alert_id = row.alert_id,
    n.at = row.at,
    n.kept_at = row.kept_at,
    n.statement = row.statement,
    n.parameters = row.parameters,
    n.messages = row.messages,
    n.authors = row.authors,
    n.digest = row.digest,
    n.run_id = row.run_id
RETURN row.id AS id, created
