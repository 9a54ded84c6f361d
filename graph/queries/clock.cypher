// the moment that the data speaks of
MATCH (r:Run) WHERE r.as_of IS NOT NULL
RETURN r.as_of AS as_of ORDER BY r.as_of DESC LIMIT 1
