// published checks, the newest first
MATCH (c:FactCheck) WHERE c.published_at IS NOT NULL
RETURN c.id AS id, c.claim AS claim, c.url AS url
ORDER BY c.published_at DESC, c.id LIMIT $limit
