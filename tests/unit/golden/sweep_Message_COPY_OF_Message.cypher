UNWIND $ids AS id
MATCH (a:Message {id: id})-[r:COPY_OF]->(:Message)
WHERE r.run_id <> $run_id
SET a.changed_at = timestamp()
DELETE r
