UNWIND $rows AS row
MERGE (n:Run {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.flow = row[2],
    n.version = row[3],
    n.parameters = row[4],
    n.as_of = datetime(row[5]),
    n.started_at = datetime(row[6]),
    n.ended_at = datetime(row[7]),
    n.state = row[8],
    n.digest = row[9],
    n.counts = row[10],
    n.source_ids = row[11],
    n.process = row[12],
    n.alive_at = datetime(row[13])
RETURN row[0] AS id, created
