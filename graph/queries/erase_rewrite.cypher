// rewrites properties of nodes
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.element
SET n += row.changes
