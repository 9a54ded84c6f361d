// topics seen lately, to recognise them again
MATCH (t:Topic) WHERE t.last_at >= $since AND t.centroid IS NOT NULL
RETURN t.id AS id, t.centroid AS centroid, t.first_at AS first_at
