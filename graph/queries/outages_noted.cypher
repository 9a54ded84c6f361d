// what sources cannot hear now, and how many messages a day are expected of them
UNWIND $rows AS row
MATCH (s:Source {id: row.id})
SET s.blind = row.blind, s.expected_per_day = row.expected, s.judged_at = $at
