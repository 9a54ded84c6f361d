UNWIND $ids AS id
MATCH (:Run {id: id})-[r:READ]->()
WHERE r.run_id IS NULL
DELETE r
