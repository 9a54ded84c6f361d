// communes of a département, by name
MATCH (:Place {id: $place})<-[:IN*1..2]-(c:Place {kind: 'commune'})
RETURN c.id AS id, c.name AS name, c.population AS population ORDER BY c.name, c.id
