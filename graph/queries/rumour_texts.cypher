// the first messages of a topic since it began, oldest first
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $since AND m.published_at < $until AND trim(m.text) <> ''
RETURN m.id AS id, m.text AS text, m.published_at.epochSeconds AS at ORDER BY m.published_at, m.id LIMIT $limit
