// the subscriptions that were not ended, with how sending to each goes
MATCH (s:Subscription) WHERE s.ended_at IS NULL
CALL (s) {
    OPTIONAL MATCH (d:Delivery {subscription_id: s.id}) WHERE d.kind <> 'trial'
    RETURN count(CASE WHEN d.sent_at IS NOT NULL THEN 1 END) AS sent,
           count(CASE WHEN d IS NOT NULL AND d.sent_at IS NULL AND d.failed_at IS NULL THEN 1 END) AS pending,
           count(d.failed_at) AS given_up
}
RETURN s {.*} AS subscription, sent, pending, given_up
ORDER BY s.name, s.id
