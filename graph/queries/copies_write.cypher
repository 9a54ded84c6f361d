// put messages behind the first that said the same (end null: they copy nothing), in one transaction with the parting
// from what they stood behind before: a kill in between would leave two firsts
UNWIND $rows AS row
MATCH (m:Message {id: row.start})
OPTIONAL MATCH (m)-[old:COPY_OF]->(was:Message) WHERE row.end IS NULL OR was.id <> row.end
SET m.changed_at = timestamp()
DELETE old
WITH DISTINCT m, row WHERE row.end IS NOT NULL
MATCH (first:Message {id: row.end})
MERGE (m)-[c:COPY_OF]->(first)
SET c.run_id = $run_id, c.kind = row.kind, c.score = row.score
