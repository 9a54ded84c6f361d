// topics of a period, the largest first, with their latest step
MATCH (t:Topic) WHERE t.last_at >= $since AND t.size > 0
OPTIONAL MATCH (t)-[r:BECAME]->(t)
OPTIONAL MATCH (parent:Topic)-[:BECAME {kind: 'split'}]->(t)
RETURN t.id AS id, t.label AS label, t.size AS size, t.first_at AS first_at, t.last_at AS last_at,
       coalesce(t.excluded, false) AS excluded, r.kind AS step, parent.id AS parent
ORDER BY size DESC, id LIMIT $limit
