// what a run counted so far: a sign of life too
MATCH (r:Run {id: $id}) SET r.counts = $counts, r.alive_at = datetime.realtime()
