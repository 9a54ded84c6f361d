// removes aggregated counts of a source that are kept no longer
MATCH (m:Measure) WHERE m.end < $before AND m.source_id = $source_id
WITH m LIMIT $limit
DETACH DELETE m
RETURN count(*) AS n
