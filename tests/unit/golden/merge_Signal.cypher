UNWIND $rows AS row
MERGE (n:Signal {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row.kind,
    n.at = row.at,
    n.score = row.score,
    n.reason = row.reason,
    n.reason_en = row.reason_en,
    n.evidence = row.evidence,
    n.measures = row.measures,
    n.topic_id = row.topic_id,
    n.place_id = row.place_id,
    n.observed = row.observed,
    n.expected = row.expected,
    n.upper = row.upper,
    n.p_value = row.p_value,
    n.authors = row.authors,
    n.parameters = row.parameters,
    n.run_id = row.run_id
RETURN row.id AS id, created
