// what services counted on single days in a place, from five weeks before a period to three days after it; where a
// whole was counted, its parts are left out
MATCH (root:Place) WHERE root.id IN $places
MATCH (root) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){0,3} (p:Place)
MATCH (p)<-[:IN]-(m:Measure)
WHERE m.end > $since - duration('P35D') AND m.end <= $until + duration('P3D')
  AND m.metric IN ['visits', 'reports', 'contacts'] AND m.end <= m.start + duration('PT26H')
  AND ($service = '' OR m.service_id = $service)
MATCH (m)-[:OF]->(s:Service)
WITH root, s, m.metric AS metric, m.start.epochMillis AS start, sum(m.value) AS value,
     CASE coalesce(p.kind, 'pays') WHEN 'pays' THEN 0 WHEN 'region' THEN 1 WHEN 'departement' THEN 2 ELSE 3 END AS level
ORDER BY level
WITH root, s, metric, start, head(collect(value)) AS value
WITH s, metric, start, sum(value) AS value
RETURN s.id AS service_id, coalesce(s.name, s.id) AS name, metric, start, value
