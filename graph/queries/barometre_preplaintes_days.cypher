// Baromètre, pre-complaints: declarations by day (Paris), all départements and those of none
MATCH (m:Measure {service_id: 'pre-plainte-en-ligne'})
WHERE m.metric IN ['reports', 'reports/place=unknown'] AND m.start >= $since AND m.start < $until
WITH date(datetime({datetime: m.start, timezone: 'Europe/Paris'})) AS day, m
RETURN toString(day) AS day, sum(m.value) AS declarations ORDER BY day
