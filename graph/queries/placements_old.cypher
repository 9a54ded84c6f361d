// forgets where things were put by hand, once that is long ago
MATCH (p:Placement) WHERE p.at < $before
WITH p LIMIT $limit
DELETE p
RETURN count(*) AS n
