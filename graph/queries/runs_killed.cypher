// ends runs whose process is gone, at their latest sign of life
UNWIND $ids AS id
MATCH (r:Run {id: id}) WHERE r.state = 'running'
SET r.state = 'killed', r.ended_at = coalesce(r.alive_at, r.started_at)
