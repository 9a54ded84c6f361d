// rumours that were spread in a period, the widest first, with their claim; no `$places` means everywhere
MATCH (r:Rumour)-[:MAKES]->(c:Claim)
WHERE r.last_at >= $since AND r.first_at <= $until
  AND ($places = [] OR EXISTS { (r)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places })
OPTIONAL MATCH (r)-[:COVERS]->(p:Place)
WITH r, c, collect(DISTINCT p.name) AS places
RETURN r.id AS id, r.state AS state, r.why AS why, c.text AS claim, c.message_id AS message, r.reason AS reason, r.reason_en AS reason_en,
       r.spread AS spread, r.denials AS denials, r.queries AS queries, r.authors AS authors, places,
       r.recalled AS recalled, r.recalled_en AS recalled_en, r.state_at.epochMillis AS state_at,
       r.first_at.epochMillis AS first_at, r.denied_at.epochMillis AS denied_at
ORDER BY r.spread DESC, id LIMIT $limit
