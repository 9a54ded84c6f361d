UNWIND $rows AS row
MERGE (n:Decision {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.alert_id = row[2],
    n.at = datetime(row[3]),
    n.role = row[4],
    n.author = row[5],
    n.act = row[6],
    n.comment = row[7],
    n.given_to = row[8],
    n.verdict = row[9],
    n.severity = row[10],
    n.volume = row[11],
    n.until = datetime(row[12]),
    n.into_id = row[13],
    n.undoes_id = row[14]
RETURN row[0] AS id, created
