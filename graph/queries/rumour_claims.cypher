// the claim of the newest rumour on each topic, a living one first, with its state
UNWIND $topics AS topic
MATCH (r:Rumour {topic_id: topic})-[:MAKES]->(c:Claim)
WITH topic, r, c ORDER BY r.state = 'extinct', r.first_at DESC
WITH topic, head(collect({claim: c.text, state: r.state, denied_at: r.denied_at})) AS stated
RETURN topic, stated.claim AS claim, stated.state AS state, stated.denied_at AS denied_at
