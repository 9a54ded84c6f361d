UNWIND $ids AS id
MATCH (:Score {id: id})-[r:OF]->()
WHERE r.run_id IS NULL
DELETE r
