UNWIND $rows AS row
MATCH (n:FactCheck {id: row.id})
SET n.vector_key = row.vector_key
REMOVE n.pending
