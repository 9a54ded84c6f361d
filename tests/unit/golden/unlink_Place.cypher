UNWIND $ids AS id
MATCH (:Place {id: id})-[r:IN]->()
WHERE r.run_id IS NULL
DELETE r
