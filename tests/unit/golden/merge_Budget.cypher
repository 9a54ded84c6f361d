UNWIND $rows AS row
MERGE (n:Budget {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.place_id = row[2],
    n.promised = row[3],
    n.hours = row[4],
    n.watches = row[5],
    n.raised = row[6],
    n.dismissed = row[7],
    n.run_id = row[8]
RETURN row[0] AS id, created
