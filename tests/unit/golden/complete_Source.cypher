UNWIND $rows AS row
MATCH (n:Source {id: row.id})
SET n.last_run_at = row.last_run_at,
    n.last_success_at = row.last_success_at,
    n.last_message_at = row.last_message_at,
    n.last_error = row.last_error,
    n.failures = row.failures,
    n.read = row.read,
    n.saved = row.saved,
    n.refused = row.refused,
    n.refusals = row.refusals,
    n.late = row.late,
    n.duplicates = row.duplicates,
    n.delays = row.delays,
    n.delay_seconds = row.delay_seconds,
    n.expected_per_day = row.expected_per_day,
    n.blind = row.blind
