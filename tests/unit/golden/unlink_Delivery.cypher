UNWIND $ids AS id
MATCH (:Delivery {id: id})-[r:TELLS|TO]->()
WHERE r.run_id IS NULL
DELETE r
