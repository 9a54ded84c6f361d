UNWIND $ids AS id
MATCH (:Rumour {id: id})-[r:ABOUT|COVERS|MAKES|RECALLS]->()
WHERE r.run_id IS NULL
DELETE r
