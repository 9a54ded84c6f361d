UNWIND $rows AS row
MERGE (n:Signal {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.kind = row[2],
    n.at = datetime(row[3]),
    n.score = row[4],
    n.reason = row[5],
    n.reason_en = row[6],
    n.evidence = row[7],
    n.measures = row[8],
    n.topic_id = row[9],
    n.place_id = row[10],
    n.observed = row[11],
    n.expected = row[12],
    n.upper = row[13],
    n.p_value = row[14],
    n.authors = row[15],
    n.parameters = row[16],
    n.run_id = row[17]
RETURN row[0] AS id, created
