// Baromètre, Ma Gendarmerie: contacts by day (Paris)
MATCH (m:Measure {service_id: 'brigade-numerique', metric: 'contacts'})
WHERE m.start >= $since AND m.start < $until
WITH date(datetime({datetime: m.start, timezone: 'Europe/Paris'})) AS day, m
RETURN toString(day) AS day, sum(m.value) AS contacts ORDER BY day
