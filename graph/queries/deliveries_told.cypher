// what subscriptions were told, or are about to be, oldest first; what was given up does not count
MATCH (d:Delivery)
WHERE d.subscription_id IN $subscriptions AND d.at >= $since AND d.failed_at IS NULL
RETURN d.subscription_id AS subscription, d.at.epochMillis AS at, d.told AS told, d.sent_at IS NULL AS pending
ORDER BY d.at, d.id
