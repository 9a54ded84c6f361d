UNWIND $ids AS id
MATCH (:Evidence {id: id})-[r:OF]->()
WHERE r.run_id IS NULL
DELETE r
