UNWIND $ids AS id
MATCH (:Message {id: id})-[r:SAME_CLAIM_AS]->(:FactCheck)
WHERE r.run_id <> $run_id
DELETE r
