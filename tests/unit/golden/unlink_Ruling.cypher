UNWIND $ids AS id
MATCH (:Ruling {id: id})-[r:ON]->()
WHERE r.run_id IS NULL
DELETE r
