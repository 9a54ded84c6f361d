// how strong the signals are that are stored already
UNWIND $ids AS id
MATCH (s:Signal {id: id}) WHERE s.p_value IS NOT NULL
RETURN s.id AS id, s.p_value AS p_value
