// which services messages of a period concern; columns, which travel faster than rows
MATCH (m:Message)-[c:CONCERNS]->(s:Service)
WHERE m.published_at >= $since AND m.published_at < $until AND coalesce(c.probability, 1.0) >= $probability
RETURN collect(m.id) AS id, collect(s.id) AS service_id
