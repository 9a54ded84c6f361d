// the outages of a time, and what they are
MATCH (o:Outage) WHERE o.start < $until AND (o.end IS NULL OR o.end > $since)
RETURN o.id AS id, o.platform AS platform, o.start AS start, o.end AS end,
       coalesce(o.cause, 'told') AS cause, coalesce(o.source_id, '') AS source_id
ORDER BY start
