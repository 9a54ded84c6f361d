// what copies are told by: texts of messages, the places that they name, what they stand behind, and whether they lead
UNWIND $ids AS id
MATCH (m:Message {id: id})
OPTIONAL MATCH (m)-[c:COPY_OF]->(f:Message)
RETURN m.id AS id, m.text AS text, m.lang AS lang, m.published_at.epochMillis AS at, m.repost_of AS repost_of,
    [(m)-[:MENTIONS]->(p:Place) | p.id] AS places, f.id AS first, c.kind AS kind, c.score AS score,
    EXISTS { (m)<-[:COPY_OF]-(:Message) } AS leads
