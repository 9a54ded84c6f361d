// alerts of a period: first message that they rest on, alert, first decision
MATCH (a:Alert) WHERE a.first_at >= $since AND a.first_at < $until
OPTIONAL MATCH (a)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message) WHERE m.published_at IS NOT NULL
WITH a, min(m.published_at) AS first_message
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, first_message, min(d.at) AS first_decision
RETURN a.id AS id, first_message.epochMillis AS first_message, a.first_at.epochMillis AS alerted,
       first_decision.epochMillis AS decided
