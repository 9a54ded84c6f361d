UNWIND $ids AS id
MATCH (:Need {id: id})-[r:ABOUT|ANSWERED_BY|IN]->()
WHERE r.run_id IS NULL
DELETE r
