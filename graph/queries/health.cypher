// what collecting a source came to; totals since the first run
MATCH (s:Source {id: $id})
SET s.last_run_at = $at,
    s.last_success_at = CASE WHEN $error IS NULL THEN $at ELSE s.last_success_at END,
    s.last_error = $error,
    s.last_message_at = CASE
        WHEN $last_message_at IS NULL OR s.last_message_at >= $last_message_at THEN s.last_message_at
        ELSE $last_message_at
    END,
    s.read = coalesce(s.read, 0) + $read,
    s.saved = coalesce(s.saved, 0) + $saved,
    s.refused = coalesce(s.refused, 0) + $refused,
    s.refusals = $refusals
