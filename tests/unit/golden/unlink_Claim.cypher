UNWIND $ids AS id
MATCH (:Claim {id: id})-[r:SAID_IN]->()
WHERE r.run_id IS NULL
DELETE r
