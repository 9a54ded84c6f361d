// instructions, campaigns and prevention messages of a period meant for a place, with what they said
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until AND a.kind IN ['instruction', 'campaign', 'prevention']
  AND ($place = 'FR' OR NOT EXISTS { (a)-[:COVERS]->() } OR EXISTS { (a)-[:COVERS]->(:Place {id: 'FR'}) }
       OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(:Place {id: $place}) }
       OR EXISTS { (:Place {id: $place})-[:IN*1..3]->(:Place)<-[:COVERS]-(a) })
RETURN a.id AS id, a.at.epochMillis AS at, a.text AS text ORDER BY at, id
