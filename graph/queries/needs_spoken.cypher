// what institutions say in messages of a time that concerns a need, and where
MATCH (a:Account {kind: 'institution'})<-[:POSTED_BY]-(m:Message)
WHERE m.published_at >= $since AND m.published_at < $until AND m.reply_to IS NULL
MATCH (m)-[c:CONCERNS]->(s:Service) WHERE coalesce(c.probability, 1.0) >= $sure
WITH m, coalesce(c.need, head(s.needs)) AS need WHERE need IS NOT NULL
RETURN DISTINCT m.id AS id, need, coalesce(m.place_id, '') AS source_place,
    [(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= $sure | p.id] AS places
ORDER BY id, need
