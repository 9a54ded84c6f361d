UNWIND $ids AS id
MATCH (:Message {id: id})-[r:TAGGED]->(:Hashtag)
WHERE r.run_id <> $run_id
DELETE r
