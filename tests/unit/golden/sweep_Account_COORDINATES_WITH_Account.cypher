UNWIND $ids AS id
MATCH (:Account {id: id})-[r:COORDINATES_WITH]->(:Account)
WHERE r.run_id <> $run_id
DELETE r
