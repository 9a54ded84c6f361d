// what persons ruled on a rumour, oldest first; no row: there is no such rumour
MATCH (r:Rumour {id: $rumour})
OPTIONAL MATCH (ruling:Ruling)-[:ON]->(r)
WITH r, ruling ORDER BY ruling.at, ruling.id
RETURN r.id AS id, [one IN collect(ruling) | one {.state, .role, .comment, .at}] AS rulings
