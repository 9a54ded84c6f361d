UNWIND $rows AS row
MATCH (n:Source {id: row.id})
SET n.last_run_at = row.last_run_at,
    n.last_success_at = row.last_success_at,
    n.last_message_at = row.last_message_at,
    n.last_error = row.last_error,
    n.read = row.read,
    n.saved = row.saved,
    n.refused = row.refused,
    n.refusals = row.refusals
