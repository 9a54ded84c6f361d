// rumours that were spread since a moment, the widest first, with their claim
MATCH (r:Rumour)-[:MAKES]->(c:Claim) WHERE r.last_at >= $since
RETURN r {.*} AS rumour, c.text AS claim, c.alike AS alike ORDER BY r.spread DESC, r.id
