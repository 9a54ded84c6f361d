// where collecting a source stopped
MATCH (c:Cursor)
WHERE c.id = $source_id OR c.id STARTS WITH $source_id + '|'
RETURN c.id AS id, c.value AS value
