// what is to be sent now, those that failed least first; nothing of a subscription that is to be left
// in peace, but trials where it is paused
MATCH (s:Subscription)
WHERE s.ended_at IS NULL AND (s.next_at IS NULL OR s.next_at <= $now)
MATCH (d:Delivery {subscription_id: s.id})
WHERE d.sent_at IS NULL AND d.failed_at IS NULL AND (d.taken_until IS NULL OR d.taken_until < $now)
  AND (s.paused_at IS NULL OR d.kind = 'trial')
RETURN d.id AS id, s {.*} AS subscription
ORDER BY coalesce(d.attempts, 0), d.at, d.id
