// the same in some places and what lies in them, each with the place that it is a count of
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:IN]-(m:Measure)
WHERE m.end > $since AND m.end <= $until AND m.start < $until AND m.end <= m.start + duration('PT25H')
  AND m.metric IN ['reports', 'visits', 'unique_visitors', 'contacts'] AND ($service = '' OR m.service_id = $service)
MATCH (m)-[:OF]->(s:Service)
RETURN m.metric AS metric, s.id AS service_id, coalesce(s.name, s.id) AS service, coalesce(s.operator, '') AS operator,
       m.source_id AS source_id, m.place_id AS place_id, m.value AS value, m.n AS n,
       m.place_id AS area, p.kind AS level, root.id AS whole, m.start.epochMillis AS start, m.end.epochMillis AS end
