// keeps how to look again at what alerts rest on, and what was seen
UNWIND $rows AS row
MATCH (a:Alert {id: row.alert_id})
MERGE (e:Evidence {id: row.id})
SET e += row, e.first_seen = coalesce(e.first_seen, row.kept_at), e.last_seen = row.kept_at
MERGE (e)-[:OF]->(a)
