// the latest rumour about the topic of an alert, with its claim
MATCH (:Alert {id: $alert})-[:ABOUT]->(t:Topic)<-[:ABOUT]-(r:Rumour)-[:MAKES]->(c:Claim)
RETURN r {.id, .state, .why, .verdict, .probability, .reason, .reason_en, .spread, .denials, .queries, .recalled,
    .recalled_en, state_at: r.state_at.epochMillis} AS rumour, c.text AS claim
ORDER BY r.first_at DESC LIMIT 1
