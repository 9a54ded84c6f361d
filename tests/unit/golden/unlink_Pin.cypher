UNWIND $ids AS id
MATCH (:Pin {id: id})-[r:HOLDS|ON]->()
WHERE r.run_id IS NULL
DELETE r
