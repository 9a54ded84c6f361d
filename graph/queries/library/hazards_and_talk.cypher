// Aléas, et ce qui s’en dit | Hazards, and what is said meanwhile
// theme: coverage
// -> hazard, phenomenon, level, start, end, departements, messages
MATCH (h:Hazard {state: 'actual'})
WITH h ORDER BY h.start DESC LIMIT 30
OPTIONAL MATCH (h)-[:COVERS]->(p:Place)
WITH h, collect(p) AS places
CALL (h, places) {
  UNWIND places AS place
  MATCH (place)<-[:IN*0..2]-(:Place)<-[:PUBLISHED_IN|MENTIONS]-(m:Message)
  WHERE m.published_at >= h.start AND m.published_at < h.end
  RETURN count(DISTINCT m) AS messages
}
RETURN h.id AS hazard, h.phenomenon AS phenomenon, h.level AS level, h.start AS start, h.end AS end,
       size(places) AS departements, messages
ORDER BY start DESC, hazard
