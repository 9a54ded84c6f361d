// ends a subscription, and forgets what was not sent to it yet
MATCH (s:Subscription {id: $id}) WHERE s.ended_at IS NULL
SET s.ended_at = $at
WITH s
CALL (s) {
    MATCH (d:Delivery {subscription_id: s.id}) WHERE d.sent_at IS NULL
    DETACH DELETE d
}
RETURN s.id AS id
