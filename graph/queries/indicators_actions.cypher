// what the institution did in a period for a place, by kind; what is meant for the whole country counts everywhere
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until
  AND ('FR' IN $places OR NOT EXISTS { (a)-[:COVERS]->() } OR EXISTS { (a)-[:COVERS]->(:Place {id: 'FR'}) }
       OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places }
       OR EXISTS { (p:Place)-[:IN*1..3]->(:Place)<-[:COVERS]-(a) WHERE p.id IN $places })
RETURN a.kind AS kind, count(*) AS n ORDER BY n DESC
