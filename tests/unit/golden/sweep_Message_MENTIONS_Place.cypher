UNWIND $ids AS id
MATCH (:Message {id: id})-[r:MENTIONS]->(:Place)
WHERE r.run_id <> $run_id
DELETE r
