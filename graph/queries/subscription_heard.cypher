// notes that something arrived, or why it did not and when to try again
MATCH (s:Subscription {id: $id})
SET s.failures = CASE WHEN $error IS NULL THEN 0 ELSE coalesce(s.failures, 0) + 1 END,
    s.last_error = $error,
    s.last_why = $why,
    s.last_sent_at = CASE WHEN $error IS NULL THEN $at ELSE s.last_sent_at END,
    s.next_at = $next_at
