// the sources of the graph with the days that they are kept
MATCH (s:Source) WHERE s.retention_days IS NOT NULL
RETURN s.id AS id, s.kind AS kind, s.retention_days AS days ORDER BY id
