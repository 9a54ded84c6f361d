// the sources and their health; one is blind when an outage of its own, or one told of its platform, covers $until
MATCH (s:Source) WHERE s.name IS NOT NULL
OPTIONAL MATCH (o:Outage)
WHERE (o.source_id = s.id OR coalesce(o.source_id, '') = '' AND o.platform = s.platform)
    AND o.start <= $until AND (o.end IS NULL OR o.end > $since)
WITH s, o ORDER BY o.start
WITH s, [x IN collect(o) | {start: x.start.epochMillis, end: x.end.epochMillis}] AS outages
RETURN s.id AS id, s.name AS name, s.kind AS kind, s.platform AS platform,
       s.last_run_at.epochMillis AS last_run_at, s.last_success_at.epochMillis AS last_success_at,
       s.last_message_at.epochMillis AS last_message_at, s.last_error IS NOT NULL AND s.last_error <> '' AS failed,
       coalesce(s.read, 0) AS read, coalesce(s.saved, 0) AS saved, coalesce(s.refused, 0) AS refused,
       coalesce(s.late, 0) AS late, coalesce(s.duplicates, 0) AS duplicates, outages
ORDER BY name
