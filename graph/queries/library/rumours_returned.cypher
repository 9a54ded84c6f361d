// Rumeurs revenues, et ce qui les avait arrêtées | Rumours that returned, and what had stopped them
// theme: rumours
// -> rumour, claim, since, before, before_state, told
MATCH (u:Rumour)-[:RECALLS]->(before:Rumour), (u)-[:MAKES]->(c:Claim)
RETURN u.id AS rumour, c.text AS claim, u.first_at AS since, before.id AS before, before.state AS before_state,
       u.recalled AS told
ORDER BY since DESC
