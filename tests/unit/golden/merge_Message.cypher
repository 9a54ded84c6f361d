UNWIND $rows AS row
MERGE (n:Message {id: row[0]})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row[1]
SET n.fingerprint = row[1],
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.source_id = row[2],
    n.platform = row[3],
    n.kind = row[4],
    n.text = row[5],
    n.published_at = datetime(row[6]),
    n.precision = row[7],
    n.lang = row[8],
    n.author_id = row[9],
    n.reply_to = row[10],
    n.repost_of = row[11],
    n.url = row[12],
    n.rating = row[13],
    n.aspects = row[14],
    n.answered = row[15],
    n.likes = row[16],
    n.shares = row[17],
    n.replies = row[18],
    n.hashtags = row[19],
    n.links = row[20],
    n.mentions = row[21],
    n.service_ids = row[22],
    n.place_id = row[23],
    n.pending = true,
    n.changed_at = timestamp()
RETURN row[0] AS id, created
