// the services that measures and messages are about, those with most of them first
MATCH (s:Service)
WITH s, COUNT { (s)<-[:OF]-() } + COUNT { (s)<-[:CONCERNS]-() } AS n
WHERE n > 0
RETURN s.id AS id, coalesce(s.name, s.id) AS name ORDER BY n DESC, id LIMIT $limit
