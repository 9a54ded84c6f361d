// the runs that did not end; expired: no sign of life for the length of a lease
MATCH (r:Run {state: 'running'})
RETURN r.id AS id, coalesce(r.process, '') AS process,
       coalesce(r.alive_at, r.started_at) < datetime.realtime() - $lease AS expired
