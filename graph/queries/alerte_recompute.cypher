// counts again, hour by hour, the messages and distinct authors behind an alert
MATCH (s:Signal)<-[:RAISED_BY]-(:Alert {id: $alert})
WITH s.topic_id AS topic, max(s.at) AS until, min(s.at) AS since
MATCH (:Topic {id: topic})<-[:ABOUT]-(m:Message)
WHERE m.published_at >= since - duration('PT24H') AND m.published_at < until
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
RETURN datetime.truncate('hour', m.published_at) AS hour, count(DISTINCT m) AS messages, count(DISTINCT a) AS authors
ORDER BY hour
