// the newest completed run of a flow
MATCH (r:Run {flow: $flow, state: 'completed'})
RETURN r.as_of AS as_of, r.id AS id, r.started_at AS started_at, r.counts AS counts ORDER BY r.as_of DESC LIMIT 1
