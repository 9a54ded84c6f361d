UNWIND $rows AS row
MERGE (n:Rumour {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.topic_id = row[2],
    n.claim_id = row[3],
    n.state = row[4],
    n.state_at = datetime(row[5]),
    n.why = row[6],
    n.verdict = row[7],
    n.probability = row[8],
    n.reason = row[9],
    n.reason_en = row[10],
    n.spread = row[11],
    n.denials = row[12],
    n.queries = row[13],
    n.authors = row[14],
    n.first_at = datetime(row[15]),
    n.last_at = datetime(row[16]),
    n.denied_at = datetime(row[17]),
    n.after_denial = row[18],
    n.place_ids = row[19],
    n.recalls_id = row[20],
    n.recalled = row[21],
    n.recalled_en = row[22],
    n.run_id = row[23]
RETURN row[0] AS id, created
