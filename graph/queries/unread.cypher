// messages that are only known because others answer, share or cite them; a page, in order
MATCH (m:Message) WHERE m.published_at IS NULL AND m.id > $after
RETURN m.id AS id ORDER BY m.id LIMIT $limit
