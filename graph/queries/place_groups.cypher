// groups of communes that lie in a département, or have members there
MATCH (d:Place {id: $place})
MATCH (g:Place {kind: 'epci'})
WHERE EXISTS { (g)-[:IN]->(d) } OR EXISTS { (g)<-[:MEMBER_OF]-(:Place)-[:IN]->(d) }
RETURN g.id AS id, g.name AS name ORDER BY name, id
