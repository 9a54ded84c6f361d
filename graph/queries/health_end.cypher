// how a look at a source ended; deaf: it failed and nothing was heard
MATCH (s:Source {id: $id})
SET s.last_run_at = $at,
    s.last_success_at = CASE WHEN $error IS NULL THEN $at ELSE s.last_success_at END,
    s.last_error = $error,
    s.failures = CASE WHEN $deaf THEN coalesce(s.failures, 0) + 1 ELSE 0 END,
    s.delays = $delays,
    s.delay_seconds = $delay_seconds
