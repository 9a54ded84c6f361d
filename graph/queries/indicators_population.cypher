// inhabitants of a place; where nobody counted the whole, those of its départements
OPTIONAL MATCH (p:Place {id: $place}) WHERE p.population IS NOT NULL
OPTIONAL MATCH (d:Place {kind: 'departement'})
WHERE p IS NULL AND ($place = 'FR' OR EXISTS { (d)-[:IN*1..2]->(:Place {id: $place}) })
WITH p, sum(d.population) AS parts
RETURN $place AS place_id, coalesce(p.population, parts) AS population
