// removes an action that was entered by hand and taken back
MATCH (a:Action {id: $id}) WHERE a.id STARTS WITH 'manual:'
DETACH DELETE a
RETURN count(*) AS n
