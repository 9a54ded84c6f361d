// a sign of life
MATCH (r:Run {id: $id}) SET r.alive_at = datetime.realtime()
