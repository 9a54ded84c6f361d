// Baromètre, Percev@l: reports and amounts by day (Paris)
MATCH (m:Measure {service_id: 'perceval', place_id: 'FR'})
WHERE m.metric IN ['reports', 'reported_euros'] AND m.start >= $since AND m.start < $until
  AND m.end <= m.start + duration('PT26H')
WITH date(datetime({datetime: m.start, timezone: 'Europe/Paris'})) AS day, m
RETURN toString(day) AS day, max(CASE WHEN m.metric = 'reports' THEN m.value END) AS reports,
       max(CASE WHEN m.metric = 'reported_euros' THEN m.value END) AS euros ORDER BY day
