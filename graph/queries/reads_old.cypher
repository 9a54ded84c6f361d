// forgets who read what, once that is kept long enough
MATCH (r:Read) WHERE r.at < $before
WITH r LIMIT $limit
DELETE r
RETURN count(*) AS n
