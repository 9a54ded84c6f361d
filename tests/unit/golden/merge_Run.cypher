UNWIND $rows AS row
MERGE (n:Run {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.flow = row.flow,
    n.version = row.version,
    n.parameters = row.parameters,
    n.as_of = row.as_of,
    n.started_at = row.started_at,
    n.ended_at = row.ended_at,
    n.state = row.state,
    n.digest = row.digest,
    n.counts = row.counts,
    n.source_ids = row.source_ids,
    n.process = row.process,
    n.alive_at = row.alive_at
RETURN row.id AS id, created
