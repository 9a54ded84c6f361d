// the messages that stand behind one
MATCH (m:Message)-[c:COPY_OF]->(:Message {id: $id})
RETURN m.id AS id, m.published_at.epochMillis AS at, m.near_key AS key, m.vector_key AS vector_key, $id AS first,
    c.kind AS kind, c.score AS score
