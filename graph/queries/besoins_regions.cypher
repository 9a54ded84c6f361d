// the régions with their départements, for the columns of a table
MATCH (d:Place {kind: 'departement'})-[:IN]->(r:Place {kind: 'region'})
RETURN r.id AS region_id, r.name AS region, d.id AS id, d.name AS name, d.population AS population ORDER BY region, id
