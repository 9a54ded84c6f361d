// the last things that each subscription was told or is about to be, trials among them, with the alerts that they tell of
MATCH (s:Subscription) WHERE s.ended_at IS NULL
CALL (s) {
    MATCH (d:Delivery {subscription_id: s.id})
    WITH d ORDER BY d.at DESC, d.id LIMIT $limit
    OPTIONAL MATCH (a:Alert) WHERE a.id IN d.alert_ids[..3]
    WITH d, a ORDER BY a.severity, a.id
    WITH d, collect(a {.id, .title, .title_en}) AS alerts
    RETURN d.id AS id, d.kind AS kind, d.at.epochMillis AS at, d.sent_at.epochMillis AS sent_at,
           d.failed_at.epochMillis AS failed_at, coalesce(d.attempts, 0) AS attempts, d.last_why AS why,
           d.last_error AS error, size(d.alert_ids) AS n, alerts
}
RETURN s.id AS subscription, id, kind, at, sent_at, failed_at, attempts, why, error, n, alerts
ORDER BY subscription, at DESC, id
