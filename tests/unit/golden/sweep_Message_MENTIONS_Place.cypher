UNWIND $ids AS id
MATCH (a:Message {id: id})-[r:MENTIONS]->(:Place)
WHERE r.run_id <> $run_id
SET a.changed_at = timestamp()
DELETE r
