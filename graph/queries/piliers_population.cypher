// inhabitants by département
MATCH (p:Place {kind: 'departement'}) WHERE p.population IS NOT NULL
RETURN p.id AS place_id, p.population AS population
