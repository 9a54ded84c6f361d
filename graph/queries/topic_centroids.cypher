// where the topics of a period lie
MATCH (t:Topic) WHERE t.last_at >= $since AND NOT coalesce(t.excluded, false) AND t.centroid IS NOT NULL
RETURN t.id AS id, t.centroid AS centroid ORDER BY t.id
