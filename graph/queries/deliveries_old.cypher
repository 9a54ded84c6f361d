// forgets what was told, once that is kept long enough
MATCH (d:Delivery) WHERE d.at < $before
WITH d LIMIT $limit
DETACH DELETE d
RETURN count(*) AS n
