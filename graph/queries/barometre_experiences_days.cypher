// Baromètre, Services Publics+: experiences by day (Paris)
MATCH (m:Message {kind: 'experience', platform: 'services-publics-plus'})
WHERE m.published_at >= $since AND m.published_at < $until
WITH date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})) AS day
RETURN toString(day) AS day, count(*) AS experiences ORDER BY day
