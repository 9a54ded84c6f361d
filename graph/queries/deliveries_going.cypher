// changes whenever something was sent, failed or is to be sent
MATCH (s:Subscription) WHERE s.ended_at IS NULL
RETURN toString(count(s)) + ' ' + toString(sum(coalesce(s.failures, 0))) + ' '
    + coalesce(toString(max(s.last_sent_at)), '') + ' ' + coalesce(toString(max(s.looked_at)), '') AS going
