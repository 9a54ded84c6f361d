UNWIND $ids AS id
MATCH (:Event {id: id})-[r:COVERS]->()
WHERE r.run_id IS NULL
DELETE r
