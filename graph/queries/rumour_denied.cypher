// how many messages spread a topic in the hours before and after it was denied
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $before AND m.published_at < $after AND coalesce(m.stance, 'comment') <> 'deny'
RETURN sum(CASE WHEN m.published_at < $at THEN 1 ELSE 0 END) AS before,
    sum(CASE WHEN m.published_at >= $at THEN 1 ELSE 0 END) AS after
