// inhabitants of places; where nobody counted the whole of one, those of its départements
UNWIND $places AS place
OPTIONAL MATCH (p:Place {id: place}) WHERE p.population IS NOT NULL
OPTIONAL MATCH (d:Place {kind: 'departement'})
WHERE p IS NULL AND (place = 'FR' OR EXISTS { (d)-[:IN*1..2]->(:Place {id: place}) })
WITH place, p, sum(d.population) AS parts
RETURN place AS place_id, coalesce(p.population, parts) AS population
