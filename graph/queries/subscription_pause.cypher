// pauses a subscription; what was not sent yet is forgotten, to be told as it stands once it goes on
MATCH (s:Subscription {id: $id}) WHERE s.ended_at IS NULL
SET s.paused_at = coalesce(s.paused_at, $at)
WITH s
CALL (s) {
    MATCH (d:Delivery {subscription_id: s.id}) WHERE d.sent_at IS NULL AND d.failed_at IS NULL
    DETACH DELETE d
}
RETURN s.id AS id
