// texts of messages, by id, with who wrote them (a pseudonym) and the places that they name
UNWIND $ids AS id
MATCH (m:Message {id: id})
RETURN m.id AS id, m.text AS text, coalesce(m.author_id, m.id) AS author,
       [(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= 0.5 AND p.kind IN ['commune', 'departement'] | p.name] AS places
