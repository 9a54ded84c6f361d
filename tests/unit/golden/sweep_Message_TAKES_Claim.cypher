UNWIND $ids AS id
MATCH (:Message {id: id})-[r:TAKES]->(:Claim)
WHERE r.run_id <> $run_id
DELETE r
