// vigilances in force that touch a period; no `$places` means everywhere
MATCH (h:Hazard)
WHERE h.state = 'actual' AND h.start < $until AND h.end > $since
  AND ($places = [] OR EXISTS { (h)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places })
OPTIONAL MATCH (h)-[:COVERS]->(p:Place)
WITH h, collect(DISTINCT p.name) AS places
RETURN h.id AS id, h.phenomenon AS phenomenon, h.level AS level, h.start.epochMillis AS start, h.end.epochMillis AS end, places
ORDER BY start
