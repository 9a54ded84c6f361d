UNWIND $ids AS id
MATCH (:Decision {id: id})-[r:INTO|ON|UNDOES]->()
WHERE r.run_id IS NULL
DELETE r
