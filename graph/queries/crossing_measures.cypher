// counts of single days that end in a period; parts of a count are no counts
MATCH (m:Measure)
WHERE m.end > $since AND m.end <= $until AND m.start < $until AND m.end <= m.start + duration('PT25H')
  AND m.metric IN ['reports', 'visits', 'unique_visitors', 'contacts'] AND ($service = '' OR m.service_id = $service)
MATCH (m)-[:OF]->(s:Service)
OPTIONAL MATCH (m)-[:IN]->(p:Place)
RETURN m.metric AS metric, s.id AS service_id, coalesce(s.name, s.id) AS service, coalesce(s.operator, '') AS operator,
       m.source_id AS source_id, m.place_id AS place_id, m.value AS value, m.n AS n,
       m.place_id AS area, p.kind AS level, 'FR' AS whole, m.start.epochMillis AS start, m.end.epochMillis AS end
