// what analysts said of the offer for a need in a place, the newest first
MATCH (p:Pin {act: 'offer'})
RETURN p.other_id AS cell, p.label AS offer, p.at AS at, p.role AS role ORDER BY p.at DESC, p.id
