// Baromètre, Services Publics+: experiences by département; null: those of no known département
MATCH (m:Message {kind: 'experience', platform: 'services-publics-plus'})
WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (m)-[:PUBLISHED_IN]->(:Place)-[:IN*0..2]->(d:Place {kind: 'departement'})
RETURN d.id AS place_id, d.name AS place, count(*) AS experiences ORDER BY experiences DESC, place_id
