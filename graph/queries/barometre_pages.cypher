// Baromètre, web site and recruitment: the pages of a site seen most, as the sheets on trades; `contains` narrows them
WITH 'page_views/page=' AS prefix
MATCH (m:Measure {service_id: $service})
WHERE m.metric STARTS WITH prefix AND m.metric CONTAINS $contains AND m.start >= $since AND m.start < $until
RETURN substring(m.metric, size(prefix)) AS page, sum(m.value) AS views ORDER BY views DESC, page LIMIT 50
