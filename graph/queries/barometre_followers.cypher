// Baromètre, social networks: followers and posts of each account at its latest count, with the place it speaks for
MATCH (m:Measure {metric: 'followers'})-[:OF]->(s:Service)
WHERE m.start >= $since AND m.start < $until
WITH s, m.place_id AS place_id, m ORDER BY m.start DESC
WITH s, place_id, head(collect(m)) AS latest
OPTIONAL MATCH (p:Place {id: place_id})
OPTIONAL MATCH (t:Measure {service_id: s.id, place_id: place_id, metric: 'posts_total', start: latest.start})
RETURN s.id AS account, coalesce(s.name, s.id) AS name, place_id, p.name AS place, latest.value AS followers,
       t.value AS posts ORDER BY followers DESC, account
