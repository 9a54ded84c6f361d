// counts new messages in the hour of their publication; in the transaction that saves them
UNWIND $rows AS row
MERGE (a:Arrivals {id: row.id})
ON CREATE SET a.source_id = row.source_id, a.platform = row.platform, a.day = row.day, a.hours = row.hours,
    a.first_at = row.first_at, a.last_at = row.last_at
ON MATCH SET a.hours = [hour IN range(0, 23) | a.hours[hour] + row.hours[hour]],
    a.first_at = CASE WHEN a.first_at < row.first_at THEN a.first_at ELSE row.first_at END,
    a.last_at = CASE WHEN a.last_at > row.last_at THEN a.last_at ELSE row.last_at END
MERGE (s:Source {id: row.source_id})
MERGE (a)-[:OF]->(s)
