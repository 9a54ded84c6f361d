UNWIND $ids AS id
MATCH (:Action {id: id})-[r:ADDRESSES]->(:Topic)
WHERE r.run_id <> $run_id
DELETE r
