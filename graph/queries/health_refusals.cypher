// refusals of a source by reason, as JSON
MATCH (s:Source {id: $id}) SET s.refusals = $refusals
