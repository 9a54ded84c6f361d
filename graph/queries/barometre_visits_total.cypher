// Baromètre, web site and recruitment: visits by site (sub-sites are services), over the days of a period
MATCH (m:Measure {metric: 'visits'})-[:OF]->(s:Service)
WHERE m.start >= $since AND m.start < $until AND m.end <= m.start + duration('PT26H')
RETURN s.id AS service_id, coalesce(s.name, s.id) AS site, sum(m.value) AS visits ORDER BY visits DESC, service_id
