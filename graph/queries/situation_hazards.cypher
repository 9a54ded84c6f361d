// vigilances in force that touch a period; $place '' means everywhere
MATCH (h:Hazard)
WHERE h.state = 'actual' AND h.start < $until AND h.end > $since
  AND ($place = '' OR EXISTS { (h)-[:COVERS]->(:Place)-[:IN*0..3]->(:Place {id: $place}) })
OPTIONAL MATCH (h)-[:COVERS]->(p:Place)
WITH h, collect(DISTINCT p.name) AS places
RETURN h.id AS id, h.phenomenon AS phenomenon, h.level AS level, h.start.epochMillis AS start, h.end.epochMillis AS end, places
ORDER BY start
