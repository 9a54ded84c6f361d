// when sources and platforms could not be heard in a period, and why, oldest first
MATCH (o:Outage) WHERE o.start < $until AND (o.end IS NULL OR o.end > $since)
OPTIONAL MATCH (o)-[:OF]->(s:Source)
RETURN o.id AS id, o.platform AS platform, coalesce(s.name, '') AS source, o.start.epochMillis AS start,
       o.end.epochMillis AS end, coalesce(o.cause, 'told') AS cause
ORDER BY start, id
