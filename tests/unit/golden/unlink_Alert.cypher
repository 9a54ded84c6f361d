UNWIND $ids AS id
MATCH (:Alert {id: id})-[r:ABOUT|COVERS|RAISED_BY]->()
WHERE r.run_id IS NULL
DELETE r
