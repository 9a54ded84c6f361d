// places: what they are, the départements that they consist of or lie in, the main one first
MATCH (p:Place) WHERE p.id IN $places
WITH p, head([(p)-[:IN*1..2]->(d:Place {kind: 'departement'}) | d {.id, .name}]) AS within
OPTIONAL MATCH (p)<-[:IN]-(part:Place {kind: 'departement'})
WITH p, within, part ORDER BY part.id
WITH p, within, collect(part.id) AS parts
OPTIONAL MATCH (p)<-[:MEMBER_OF]-(:Place)-[:IN]->(of:Place {kind: 'departement'})
WITH p, within, parts, of ORDER BY of.id
WITH p, within, parts, collect(DISTINCT of.id) AS members
RETURN p.id AS id, p.name AS name, p.kind AS kind, p.population AS population, within.id AS within_id,
       within.name AS within_name,
       CASE p.kind WHEN 'departement' THEN [p.id] WHEN 'region' THEN parts
                   ELSE coalesce([within.id], []) + [m IN members WHERE m <> within.id] END AS departements
ORDER BY id
