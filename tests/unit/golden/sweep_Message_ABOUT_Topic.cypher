UNWIND $ids AS id
MATCH (:Message {id: id})-[r:ABOUT]->(:Topic)
WHERE r.run_id <> $run_id
DELETE r
