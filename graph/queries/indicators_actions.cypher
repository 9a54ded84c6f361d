// what the institution did in a period for a place, by kind; what is meant for the whole country counts everywhere
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until
  AND ($place = 'FR' OR NOT EXISTS { (a)-[:COVERS]->() } OR EXISTS { (a)-[:COVERS]->(:Place {id: 'FR'}) }
       OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(:Place {id: $place}) }
       OR EXISTS { (:Place {id: $place})-[:IN*1..3]->(:Place)<-[:COVERS]-(a) })
RETURN a.kind AS kind, count(*) AS n ORDER BY n DESC
