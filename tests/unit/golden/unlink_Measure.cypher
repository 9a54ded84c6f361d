UNWIND $ids AS id
MATCH (:Measure {id: id})-[r:COLLECTED_FROM|IN|OF]->()
WHERE r.run_id IS NULL
DELETE r
