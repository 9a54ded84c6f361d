// lets a subscription go on: what had no signal since is told no more, and nothing waits for an earlier failure
MATCH (s:Subscription {id: $id}) WHERE s.ended_at IS NULL
SET s.since = CASE WHEN s.paused_at IS NULL THEN s.since ELSE $since END
REMOVE s.paused_at, s.next_at
RETURN s.id AS id
