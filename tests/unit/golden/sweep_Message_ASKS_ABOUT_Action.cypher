UNWIND $ids AS id
MATCH (:Message {id: id})-[r:ASKS_ABOUT]->(:Action)
WHERE r.run_id <> $run_id
DELETE r
