UNWIND $ids AS id
MATCH (:Arrivals {id: id})-[r:OF]->()
WHERE r.run_id IS NULL
DELETE r
