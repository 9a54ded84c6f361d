UNWIND $ids AS id
MATCH (:Outage {id: id})-[r:OF]->()
WHERE r.run_id IS NULL
DELETE r
