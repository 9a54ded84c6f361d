// where one user put things by hand, the latest first
MATCH (p:Placement {owner: $owner})
RETURN p.thing_id AS thing, p.x AS x, p.y AS y ORDER BY p.at DESC, p.id LIMIT $limit
