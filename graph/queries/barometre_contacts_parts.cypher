// Baromètre, Ma Gendarmerie: contacts by `category` (reason), `channel` or `hour` of the day
WITH 'contacts/' + $dimension + '=' AS prefix
MATCH (m:Measure {service_id: 'brigade-numerique'})
WHERE m.metric STARTS WITH prefix AND m.start >= $since AND m.start < $until
RETURN substring(m.metric, size(prefix)) AS part, sum(m.value) AS contacts ORDER BY contacts DESC, part
