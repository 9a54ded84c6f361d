// how many nodes of each label; answered from the count store
CALL db.labels() YIELD label
CALL (label) { MATCH (n:$(label)) RETURN count(n) AS n }
RETURN label, n ORDER BY n DESC, label
