// what the messages of a topic do with its claim, hour by hour: spread it, ask whether it is true, deny it
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $since AND m.published_at < $until
WITH datetime.truncate('hour', m.published_at).epochMillis AS hour, coalesce(m.stance, 'comment') AS stance
RETURN hour, sum(CASE WHEN stance IN ['support', 'comment'] THEN 1 ELSE 0 END) AS spread,
    sum(CASE stance WHEN 'query' THEN 1 ELSE 0 END) AS query, sum(CASE stance WHEN 'deny' THEN 1 ELSE 0 END) AS deny
ORDER BY hour
