UNWIND $ids AS id
MATCH (:Signal {id: id})-[r:ABOUT|EVIDENCED_BY|IN]->()
WHERE r.run_id IS NULL
DELETE r
