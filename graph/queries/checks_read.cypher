// what a claim is found by in messages: their text, the places that they name, the pages that they link to
UNWIND $ids AS id
MATCH (m:Message {id: id})
RETURN m.id AS id, m.text AS text, [(m)-[:MENTIONS]->(p:Place) | p.id] AS places,
    [(m)-[:LINKS_TO]->(l:Link) | l.id] AS links
