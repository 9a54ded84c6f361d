// Baromètre, pre-complaints: declarations in all, and minutes to complete one (mean of daily medians, by their n)
MATCH (m:Measure {service_id: 'pre-plainte-en-ligne'})
WHERE m.metric IN ['reports', 'reports/place=unknown', 'completion_minutes']
  AND m.start >= $since AND m.start < $until
WITH count(m) AS known, sum(CASE WHEN m.metric <> 'completion_minutes' THEN m.value END) AS declarations,
     sum(CASE WHEN m.metric = 'completion_minutes' THEN m.value * m.n END) AS minutes,
     sum(CASE WHEN m.metric = 'completion_minutes' THEN m.n END) AS timed
RETURN CASE WHEN known > 0 THEN declarations END AS declarations,
       CASE WHEN timed > 0 THEN minutes / timed END AS completion_minutes
