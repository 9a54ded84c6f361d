// notes what a look decided to tell, unless another look did so since it read `looked_at`, or it was paused or ended: then
// nothing is returned
MATCH (s:Subscription {id: $id})
SET s.deciding = true
REMOVE s.deciding
WITH s WHERE s.ended_at IS NULL AND s.paused_at IS NULL
    AND coalesce(s.looked_at, s.first_seen).epochMillis = $seen
SET s.looked_at = $at, s.owed = $owed
RETURN s.id AS id
