// alerts of a period: first message, alert, first decision; first ruling on the rumour of their topic, first denial
MATCH (a:Alert) WHERE a.first_at >= $since AND a.first_at < $until
  AND ('FR' IN $places OR EXISTS { (a)-[:COVERS]->(:Place)-[:IN*0..3]->(p:Place) WHERE p.id IN $places })
  AND ($service = '' OR EXISTS {
      (a)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(:Message)-[:CONCERNS]->(:Service {id: $service}) })
OPTIONAL MATCH (a)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message) WHERE m.published_at IS NOT NULL
WITH a, min(m.published_at) AS first_message
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, first_message, min(d.at) AS first_decision
OPTIONAL MATCH (r:Rumour {topic_id: a.topic_id}) WHERE r.last_at >= a.first_at
OPTIONAL MATCH (ruled:Ruling)-[:ON]->(r) WHERE ruled.state <> 'none'
WITH a, first_message, first_decision, min(ruled.at) AS qualified, min(r.denied_at) AS denied
RETURN a.id AS id, first_message.epochMillis AS first_message, a.first_at.epochMillis AS alerted,
       first_decision.epochMillis AS decided, qualified.epochMillis AS qualified, denied.epochMillis AS denied
