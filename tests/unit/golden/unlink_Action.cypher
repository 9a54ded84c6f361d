UNWIND $ids AS id
MATCH (:Action {id: id})-[r:COVERS]->()
WHERE r.run_id IS NULL
DELETE r
