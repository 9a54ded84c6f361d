UNWIND $ids AS id
MATCH (:Place {id: id})-[r:IN|MEMBER_OF]->()
WHERE r.run_id IS NULL
DELETE r
