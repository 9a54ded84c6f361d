UNWIND $ids AS id
MATCH (:Decision {id: id})-[r:ON]->()
WHERE r.run_id IS NULL
DELETE r
