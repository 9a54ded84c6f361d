// locks alerts until the transaction ends, and returns the last decision on each that is no comment and not one of $ours
UNWIND $alerts AS id
MATCH (a:Alert {id: id})
SET a.deciding = true
REMOVE a.deciding
WITH a
CALL (a) {
    OPTIONAL MATCH (d:Decision)-[:ON]->(a) WHERE d.act <> 'comment' AND NOT d.id IN $ours
    RETURN d {.id, .role, .act, at: d.at.epochMillis} AS by ORDER BY d.at DESC, d.id DESC LIMIT 1
}
RETURN a.id AS alert, by
