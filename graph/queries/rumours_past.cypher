// rumours that began before a moment, the newest first, with their claim and the names of their places
MATCH (r:Rumour)-[:MAKES]->(c:Claim) WHERE r.last_at < $before
WITH r, c ORDER BY r.last_at DESC LIMIT $limit
RETURN r {.id, .topic_id, .verdict, .first_at, .last_at, .denied_at, .after_denial} AS rumour, c.text AS claim,
    [id IN r.place_ids | head([(r)-[:COVERS]->(p:Place {id: id}) | p.name])] AS places
