UNWIND $ids AS id
MATCH (:Hazard {id: id})-[r:COVERS]->()
WHERE r.run_id IS NULL
DELETE r
