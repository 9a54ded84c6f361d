// Baromètre, Services Publics+: experiences by service concerned, as brigades, Percev@l, pre-complaints
MATCH (m:Message {kind: 'experience', platform: 'services-publics-plus'})
WHERE m.published_at >= $since AND m.published_at < $until
MATCH (m)-[:CONCERNS]->(s:Service)
RETURN s.id AS service_id, coalesce(s.name, s.id) AS service, count(DISTINCT m) AS experiences
ORDER BY experiences DESC, service_id
