// topics in which several people circulate something, of the newest such messages: since when, and how much was said before
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until AND size(m.circulation) > 0
WITH m ORDER BY m.published_at DESC LIMIT $limit
MATCH (m)-[:ABOUT]->(t:Topic) WHERE NOT coalesce(t.excluded, false)
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH t, count(DISTINCT coalesce(a.id, m.id)) AS voices, min(m.published_at) AS began WHERE voices >= $voices
RETURN t.id AS topic, began, false AS acknowledged, t.first_at AS known_since, [] AS places,
    COUNT { (n:Message)-[:ABOUT]->(t) WHERE n.published_at >= $since AND n.published_at < $until } AS recent,
    COUNT { (n:Message)-[:ABOUT]->(t) WHERE n.published_at >= $past AND n.published_at < $since } AS before
ORDER BY topic
