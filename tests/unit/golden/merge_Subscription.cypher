UNWIND $rows AS row
MERGE (n:Subscription {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.name = row[2],
    n.channel = row[3],
    n.form = row[4],
    n.shown = row[5],
    n.lang = row[6],
    n.topics = row[7],
    n.place_ids = row[8],
    n.service_ids = row[9],
    n.severity = row[10],
    n.quiet_from = row[11],
    n.quiet_until = row[12],
    n.quiet_severity = row[13],
    n.zone = row[14],
    n.digest = row[15],
    n.digest_hour = row[16],
    n.since = datetime(row[17]),
    n.role = row[18]
RETURN row[0] AS id, created
