// Rumeurs en cours | Rumours that are open
// theme: rumours
// -> rumour, state, probability, claim, spread, denials, queries, authors, first, last, denied
MATCH (u:Rumour)-[:MAKES]->(c:Claim) WHERE u.state <> 'extinct'
RETURN u.id AS rumour, u.state AS state, u.probability AS probability, c.text AS claim, u.spread AS spread,
       u.denials AS denials, u.queries AS queries, u.authors AS authors, u.first_at AS first, u.last_at AS last,
       u.denied_at AS denied
ORDER BY probability DESC, rumour
