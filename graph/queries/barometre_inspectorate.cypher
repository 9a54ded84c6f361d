// Baromètre, inspectorate: complaints of private persons by year, and the share that showed a breach of ethics
MATCH (m:Measure {service_id: 'iggn'})
WHERE m.metric IN ['complaints_received', 'breach_share'] AND m.start >= $since AND m.start < $until
WITH datetime({datetime: m.start, timezone: 'Europe/Paris'}).year AS year, m
RETURN year, max(CASE WHEN m.metric = 'complaints_received' THEN m.value END) AS complaints,
       max(CASE WHEN m.metric = 'breach_share' THEN m.value END) AS breach_share ORDER BY year
