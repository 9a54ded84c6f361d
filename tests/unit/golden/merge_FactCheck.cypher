UNWIND $rows AS row
MERGE (n:FactCheck {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.claim = row.claim,
    n.verdict = row.verdict,
    n.rating = row.rating,
    n.publisher = row.publisher,
    n.published_at = row.published_at,
    n.url = row.url,
    n.pending = true
RETURN row.id AS id, created
