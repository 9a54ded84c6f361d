// brings hours to what is left of them, and removes those in which nothing is
UNWIND $rows AS row
MATCH (w:Window {id: row.id})
SET w.n = row.n, w.authors = row.authors
WITH w, row WHERE row.empty
DELETE w
