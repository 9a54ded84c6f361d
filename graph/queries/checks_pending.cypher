// checks that no message was held against since they were saved
MATCH (c:FactCheck) WHERE c.pending = true AND c.published_at IS NOT NULL
RETURN c.id AS id, c.claim AS claim, c.url AS url
ORDER BY c.published_at DESC, c.id LIMIT $limit
