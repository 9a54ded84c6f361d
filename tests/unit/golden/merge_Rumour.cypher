UNWIND $rows AS row
MERGE (n:Rumour {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row.topic_id,
    n.claim_id = row.claim_id,
    n.state = row.state,
    n.state_at = row.state_at,
    n.why = row.why,
    n.verdict = row.verdict,
    n.probability = row.probability,
    n.reason = row.reason,
    n.reason_en = row.reason_en,
    n.spread = row.spread,
    n.denials = row.denials,
    n.queries = row.queries,
    n.authors = row.authors,
    n.first_at = row.first_at,
    n.last_at = row.last_at,
    n.denied_at = row.denied_at,
    n.after_denial = row.after_denial,
    n.place_ids = row.place_ids,
    n.recalls_id = row.recalls_id,
    n.recalled = row.recalled,
    n.recalled_en = row.recalled_en,
    n.run_id = row.run_id
RETURN row.id AS id, created
