// Baromètre, web site: visits of a site by `from` (origin), `hour`, `social`, `website`, `device`, `country`, `region`
WITH 'visits/' + $dimension + '=' AS prefix
MATCH (m:Measure {service_id: $service})
WHERE m.metric STARTS WITH prefix AND m.start >= $since AND m.start < $until
RETURN substring(m.metric, size(prefix)) AS part, sum(m.value) AS visits ORDER BY visits DESC, part
