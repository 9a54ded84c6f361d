// messages that an alert rests on, oldest first; authors stay pseudonyms
MATCH (:Alert {id: $alert})-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message)
WHERE m.published_at IS NOT NULL
WITH DISTINCT m ORDER BY m.published_at LIMIT $limit
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
OPTIONAL MATCH (m)-[:MENTIONS|PUBLISHED_IN]->(p:Place)
RETURN m.id AS id, m.text AS text, m.platform AS platform, m.kind AS kind, m.published_at.epochMillis AS at,
       a.id AS author, coalesce(a.kind, 'person') AS author_kind, m.shares AS shares, collect(DISTINCT p.name) AS places
ORDER BY at
