UNWIND $ids AS id
MATCH (:Message {id: id})-[r:LINKS_TO]->(:Link)
WHERE r.run_id <> $run_id
DELETE r
