// a source of real data in the graph of an exercise, if there is one
MATCH (s:Source) WHERE s.kind <> 'exercise' RETURN s.name AS name LIMIT 1
