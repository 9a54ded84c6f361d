// the départements, for lists
MATCH (p:Place {kind: 'departement'}) WHERE p.name IS NOT NULL
RETURN p.id AS id, p.name AS name ORDER BY id
