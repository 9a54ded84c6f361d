// Baromètre, social networks: followers by place that accounts speak for (FR: national accounts), latest counts
MATCH (m:Measure {metric: 'followers'}) WHERE m.start >= $since AND m.start < $until
WITH m ORDER BY m.start DESC
WITH m.service_id AS account, m.place_id AS place_id, head(collect(m.value)) AS followers
OPTIONAL MATCH (p:Place {id: place_id})
RETURN place_id, p.name AS place, count(*) AS accounts, sum(followers) AS followers ORDER BY followers DESC, place_id
