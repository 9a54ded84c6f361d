// what was concluded from messages, up to three steps away; vectors are left out
UNWIND $ids AS id
MATCH (:Message {id: id})--(a) WHERE labels(a)[0] IN $derived
WITH collect(DISTINCT a) AS first
CALL (first) { UNWIND first AS a MATCH (a)--(b) WHERE labels(b)[0] IN $derived RETURN collect(DISTINCT b) AS second }
CALL (second) { UNWIND second AS b MATCH (b)--(c) WHERE labels(c)[0] IN $derived RETURN collect(DISTINCT c) AS third }
UNWIND first + second + third AS n
WITH DISTINCT n
RETURN elementId(n) AS element, labels(n)[0] AS label, n {.*, centroid: null} AS node
