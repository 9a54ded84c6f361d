// topics seen lately, to recognise them again
MATCH (t:Topic) WHERE t.last_at >= $since
RETURN t.id AS id, t.centroid AS centroid
