// adds what a batch came to; in the transaction of the batch
MATCH (s:Source {id: $id})
SET s.read = coalesce(s.read, 0) + $read,
    s.saved = coalesce(s.saved, 0) + $saved,
    s.refused = coalesce(s.refused, 0) + $refused,
    s.late = coalesce(s.late, 0) + $late,
    s.duplicates = coalesce(s.duplicates, 0) + $duplicates,
    s.last_message_at = CASE
        WHEN $last_message_at IS NULL OR s.last_message_at >= $last_message_at THEN s.last_message_at
        ELSE $last_message_at
    END
RETURN coalesce(s.refusals, '{}') AS refusals
