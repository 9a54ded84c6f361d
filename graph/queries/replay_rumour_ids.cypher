// ids of the rumours that are there
MATCH (r:Rumour) RETURN r.id AS id ORDER BY id
