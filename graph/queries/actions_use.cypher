// daily counts of services, as they were measured
MATCH (m:Measure)-[:OF]->(s:Service) WHERE s.id IN $services AND m.metric IN ['visits', 'reports', 'contacts']
  AND m.start >= $since AND m.start < $until AND m.end <= m.start + duration('PT26H')
OPTIONAL MATCH (m)-[:IN]->(p:Place)
RETURN s.id AS service, coalesce(s.name, s.id) AS name, m.metric AS metric, coalesce(p.id, '') AS area,
    coalesce(p.kind, '') AS level, m.start.epochMillis AS start, m.value AS value
ORDER BY service, metric, start
