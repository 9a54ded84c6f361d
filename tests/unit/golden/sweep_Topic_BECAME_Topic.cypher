UNWIND $ids AS id
MATCH (:Topic {id: id})-[r:BECAME]->(:Topic)
WHERE r.run_id <> $run_id
DELETE r
