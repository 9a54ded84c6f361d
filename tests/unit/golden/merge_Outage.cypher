UNWIND $rows AS row
MERGE (n:Outage {id: row.id})
ON CREATE SET n.first_seen = $now
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.last_seen = $now,
    n.platform = row.platform,
    n.start = row.start,
    n.end = row.end,
    n.cause = row.cause,
    n.source_id = row.source_id
RETURN row.id AS id, created
