// when messages were published, and the topic that each has now
UNWIND $ids AS id
MATCH (m:Message {id: id})
OPTIONAL MATCH (m)-[:ABOUT]->(t:Topic)
RETURN m.id AS id, m.published_at.epochMillis AS at, head(collect(t.id)) AS topic
