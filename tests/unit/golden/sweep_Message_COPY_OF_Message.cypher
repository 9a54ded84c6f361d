UNWIND $ids AS id
MATCH (:Message {id: id})-[r:COPY_OF]->(:Message)
WHERE r.run_id <> $run_id
DELETE r
