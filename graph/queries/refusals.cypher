// refusals of a source by reason, as JSON
MATCH (s:Source {id: $id}) RETURN coalesce(s.refusals, '{}') AS refusals
