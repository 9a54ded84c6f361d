UNWIND $ids AS id
MATCH (:Message {id: id})-[r:CONCERNS]->(:Service)
WHERE r.run_id <> $run_id
DELETE r
