// the pages that messages point at, by id; columns
UNWIND $ids AS id
MATCH (m:Message {id: id})-[:LINKS_TO]->(l:Link)
RETURN collect(m.id) AS message, collect(l.id) AS link
