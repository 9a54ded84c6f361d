// messages of the topic of a rumour that do not take a stance to its claim yet
MATCH (c:Claim {id: $claim})
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $since AND m.published_at < $until AND m.stance IS NOT NULL AND NOT EXISTS { (m)-[:TAKES]->(c) }
RETURN m.id AS start, c.id AS end, m.stance AS stance, m.stance_probability AS probability
