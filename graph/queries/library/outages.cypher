// Quand nous étions aveugles | When we were blind
// theme: coverage
// -> platform, source, start, end, cause
MATCH (o:Outage)
RETURN o.platform AS platform, o.source_id AS source, o.start AS start, o.end AS end, o.cause AS cause
ORDER BY start DESC LIMIT 200
