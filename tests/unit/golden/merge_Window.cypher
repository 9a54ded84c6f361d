UNWIND $rows AS row
MERGE (n:Window {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row.topic_id,
    n.place_id = row.place_id,
    n.hour = row.hour,
    n.n = row.n,
    n.authors = row.authors,
    n.expected = row.expected,
    n.upper = row.upper,
    n.blind = row.blind,
    n.run_id = row.run_id
RETURN row.id AS id, created
