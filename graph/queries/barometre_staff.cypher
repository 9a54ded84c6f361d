// Baromètre, recruitment: staff at the end of a year, in all and by the parts counted (gender, status, category)
MATCH (m:Measure {service_id: 'gendarmerie'})
WHERE m.metric = 'staff' OR m.metric STARTS WITH 'staff/'
WITH m WHERE m.start >= $since AND m.start < $until
WITH m.metric AS metric, m ORDER BY m.end
WITH metric, last(collect(m.value)) AS staff
RETURN CASE WHEN metric = 'staff' THEN 'all' ELSE substring(metric, size('staff/')) END AS part, staff ORDER BY part
