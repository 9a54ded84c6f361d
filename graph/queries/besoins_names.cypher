// what some places are called
MATCH (p:Place) WHERE p.id IN $ids
RETURN p.id AS id, coalesce(p.name, p.id) AS name ORDER BY id
