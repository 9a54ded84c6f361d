// what the institution did in a period; no `$places` means everywhere
MATCH (a:Action)
WHERE a.at >= $since AND a.at < $until
  AND ($places = [] OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places })
OPTIONAL MATCH (a)-[:COVERS]->(p:Place)
WITH a, collect(DISTINCT p.name) AS places
RETURN a.id AS id, a.kind AS kind, a.text AS text, a.channel AS channel, a.at.epochMillis AS at, places
ORDER BY at
