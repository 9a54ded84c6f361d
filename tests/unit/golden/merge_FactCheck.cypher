UNWIND $rows AS row
MERGE (n:FactCheck {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.claim = row[2],
    n.verdict = row[3],
    n.rating = row[4],
    n.publisher = row[5],
    n.published_at = datetime(row[6]),
    n.url = row[7],
    n.pending = true
RETURN row[0] AS id, created
