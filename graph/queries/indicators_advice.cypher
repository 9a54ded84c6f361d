// instructions, campaigns and prevention messages of a period meant for a place, with what they said
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until AND a.kind IN ['instruction', 'campaign', 'prevention']
  AND ('FR' IN $places OR NOT EXISTS { (a)-[:COVERS]->() } OR EXISTS { (a)-[:COVERS]->(:Place {id: 'FR'}) }
       OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places }
       OR EXISTS { (p:Place)-[:IN*1..3]->(:Place)<-[:COVERS]-(a) WHERE p.id IN $places })
RETURN a.id AS id, a.at.epochMillis AS at, a.text AS text ORDER BY at, id
