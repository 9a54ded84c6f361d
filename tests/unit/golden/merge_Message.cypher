UNWIND $rows AS row
MERGE (n:Message {id: row.id})
WITH n, row, n.fingerprint IS NULL AS created
WHERE created OR n.fingerprint <> row.fingerprint
SET n.fingerprint = row.fingerprint,
    n.first_seen = coalesce(n.first_seen, $now),
    n.last_seen = $now,
    n.source_id = row.source_id,
    n.platform = row.platform,
    n.kind = row.kind,
    n.text = row.text,
    n.published_at = row.published_at,
    n.precision = row.precision,
    n.lang = row.lang,
    n.author_id = row.author_id,
    n.reply_to = row.reply_to,
    n.repost_of = row.repost_of,
    n.url = row.url,
    n.rating = row.rating,
    n.aspects = row.aspects,
    n.likes = row.likes,
    n.shares = row.shares,
    n.replies = row.replies,
    n.hashtags = row.hashtags,
    n.links = row.links,
    n.mentions = row.mentions,
    n.service_ids = row.service_ids,
    n.place_id = row.place_id,
    n.pending = true,
    n.changed_at = timestamp()
RETURN row.id AS id, created
