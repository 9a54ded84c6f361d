// what persons decided about topics, the newest first; `first_seen` is when, by the clock of the machine
MATCH (p:Pin) WHERE p.act <> 'offer'
OPTIONAL MATCH (t:Topic {id: p.topic_id})
RETURN p {.*} AS pin, t.label AS topic, p.first_seen AS first_seen
ORDER BY p.at DESC, p.id
