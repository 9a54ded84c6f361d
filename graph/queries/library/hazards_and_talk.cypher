// Aléas, et ce qui s’en dit | Hazards, and what is said meanwhile
// theme: coverage
// -> hazard, phenomenon, level, start, end, departements, messages
MATCH (h:Hazard {state: 'actual'})
WITH h ORDER BY h.start DESC LIMIT 30
OPTIONAL MATCH (h)-[:COVERS]->(p:Place)
WITH h, collect(p) AS places
CALL (h, places) {
  MATCH (m:Message) WHERE m.published_at >= h.start AND m.published_at < h.end
    AND EXISTS { (m)-[:PUBLISHED_IN|MENTIONS]->(:Place)-[:IN*0..2]->(place:Place) WHERE place IN places }
  RETURN count(m) AS messages
}
RETURN h.id AS hazard, h.phenomenon AS phenomenon, h.level AS level, h.start AS start, h.end AS end,
       size(places) AS departements, messages
ORDER BY start DESC, hazard
