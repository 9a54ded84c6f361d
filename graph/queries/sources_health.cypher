// the sources with how their looks went, their terms, and the messages of theirs that were published in a period
MATCH (s:Source) WHERE s.name IS NOT NULL
OPTIONAL MATCH (a:Arrivals)-[:OF]->(s) WHERE a.day > $since - duration('P1D') AND a.day < $until
WITH s, min(a.day) AS first, sum(reduce(n = 0, hour IN range(0, 23) | n + CASE
    WHEN a.day + duration({hours: hour}) >= $since AND a.day + duration({hours: hour}) < $until THEN a.hours[hour]
    ELSE 0 END)) AS arrived
RETURN s.id AS id, s.name AS name, s.kind AS kind, s.platform AS platform, s.licence AS licence,
       s.purpose AS purpose, s.legal_basis AS legal_basis, s.retention_days AS retention_days,
       s.last_success_at.epochMillis AS last_success_at, s.last_run_at.epochMillis AS last_run_at,
       s.last_message_at.epochMillis AS last_message_at, coalesce(s.failures, 0) AS failures,
       coalesce(s.read, 0) AS read, coalesce(s.saved, 0) AS saved, coalesce(s.refused, 0) AS refused,
       coalesce(s.refusals, '{}') AS refusals, coalesce(s.late, 0) AS late,
       coalesce(s.duplicates, 0) AS duplicates, s.delay_seconds AS delay_seconds,
       s.expected_per_day AS expected_per_day, arrived,
       CASE WHEN EXISTS { (b:Arrivals)-[:OF]->(s) WHERE b.day <= $since } THEN $since.epochMillis
       ELSE first.epochMillis END AS counted_from
ORDER BY name
