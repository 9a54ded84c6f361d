// départements under an orange or red vigilance in a period, with the gravest
MATCH (h:Hazard)-[:COVERS]->(p:Place)
WHERE h.state = 'actual' AND h.level IN ['orange', 'rouge'] AND h.start < $until AND h.end > $since
MATCH (d:Place {kind: 'departement'}) WHERE d = p OR EXISTS { (p)-[:IN*1..2]->(d) } OR EXISTS { (d)-[:IN*1..2]->(p) }
WITH d, h ORDER BY h.level DESC, h.start, h.id
WITH d, collect(h)[0] AS h
RETURN d.id AS id, h.phenomenon AS phenomenon, h.level AS level, h.start.epochMillis AS start, h.end.epochMillis AS end
ORDER BY id
