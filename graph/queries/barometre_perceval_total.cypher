// Baromètre, Percev@l: reports in all, and the mean amount of one, of the days that have both
MATCH (m:Measure {service_id: 'perceval', place_id: 'FR', metric: 'reports'})
WHERE m.start >= $since AND m.start < $until AND m.end <= m.start + duration('PT26H')
OPTIONAL MATCH (e:Measure {service_id: 'perceval', place_id: 'FR', metric: 'reported_euros', start: m.start})
WHERE e.end = m.end
RETURN CASE WHEN count(m) > 0 THEN sum(m.value) END AS reports,
       sum(e.value) / CASE WHEN sum(CASE WHEN e IS NOT NULL THEN m.value END) > 0
                           THEN sum(CASE WHEN e IS NOT NULL THEN m.value END) END AS mean_euros
