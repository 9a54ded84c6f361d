// what services counted on single days, from five weeks before a period to three days after it
MATCH (m:Measure)
WHERE m.end > $since - duration('P35D') AND m.end <= $until + duration('P3D')
  AND m.metric IN ['visits', 'reports', 'contacts'] AND m.end <= m.start + duration('PT26H')
  AND ($service = '' OR m.service_id = $service)
MATCH (m)-[:OF]->(s:Service)
RETURN s.id AS service_id, coalesce(s.name, s.id) AS name, m.place_id AS place_id, m.metric AS metric,
       m.start.epochMillis AS start, m.value AS value
