// Baromètre, web site and recruitment: visits of a site by day (Paris)
MATCH (m:Measure {service_id: $service, metric: 'visits'})
WHERE m.start >= $since AND m.start < $until AND m.end <= m.start + duration('PT26H')
WITH date(datetime({datetime: m.start, timezone: 'Europe/Paris'})) AS day, m
RETURN toString(day) AS day, sum(m.value) AS visits ORDER BY day
