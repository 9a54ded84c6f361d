// brings size and dates of topics up to date after messages have joined them
UNWIND $rows AS row
MATCH (t:Topic {id: row.id})
SET t.size = t.size + row.n,
    t.last_at = CASE WHEN t.last_at < row.last_at THEN row.last_at ELSE t.last_at END
