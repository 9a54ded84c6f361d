// messages that were joined to these checks, or link to their pages
MATCH (m:Message)-[:SAME_CLAIM_AS]->(c:FactCheck) WHERE c.id IN $ids
RETURN m.id AS id
UNION
MATCH (m:Message)-[:LINKS_TO]->(l:Link) WHERE l.id IN $pages
RETURN m.id AS id
