UNWIND $ids AS id
MATCH (:Budget {id: id})-[r:COVERS]->()
WHERE r.run_id IS NULL
DELETE r
