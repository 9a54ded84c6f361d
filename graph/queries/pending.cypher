// messages that enrichment has not seen since they were saved
MATCH (m:Message) WHERE m.pending = true AND m.published_at IS NOT NULL
RETURN m.id AS id, m.text AS text, m.lang AS lang, m.place_id AS place_id,
       m.service_ids AS service_ids, [(m)-[:REPLIES_TO]->(p:Message) | p.text][0] AS answered
LIMIT $limit
