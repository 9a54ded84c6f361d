// lets a subscription be sent to at once, whatever failed before; nothing is returned once it was ended
MATCH (s:Subscription {id: $id}) WHERE s.ended_at IS NULL
REMOVE s.next_at
RETURN s.id AS id
