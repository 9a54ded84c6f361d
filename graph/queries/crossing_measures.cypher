// counts of single days that end in a period, in a place and what lies in it; parts of a count are no counts
MATCH (m:Measure)
WHERE m.end > $since AND m.end <= $until AND m.start < $until AND m.end <= m.start + duration('PT25H')
  AND m.metric IN ['reports', 'visits', 'unique_visitors', 'contacts'] AND ($service = '' OR m.service_id = $service)
MATCH (m)-[:OF]->(s:Service)
OPTIONAL MATCH (m)-[:IN]->(p:Place)
WITH m, s, p
WHERE $place = 'FR' OR p.id = $place OR EXISTS { (p)-[:IN*1..3]->(:Place {id: $place}) }
RETURN m.metric AS metric, s.id AS service_id, coalesce(s.name, s.id) AS service, coalesce(s.operator, '') AS operator,
       m.source_id AS source_id, m.place_id AS place_id, m.value AS value, m.n AS n,
       m.place_id AS area, p.kind AS level, m.start.epochMillis AS start, m.end.epochMillis AS end
