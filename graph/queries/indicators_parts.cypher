// the places of the next level in a place, the most populous first
MATCH (p:Place {id: $place})<-[:IN]-(c:Place)
RETURN c.id AS id, c.name AS name, c.population AS population ORDER BY coalesce(c.population, 0) DESC, c.id LIMIT $limit
