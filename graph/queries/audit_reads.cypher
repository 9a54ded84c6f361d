// who read what, the latest first; $who '' means everybody
MATCH (r:Read) WHERE r.at >= $since AND r.at <= $until AND $who IN ['', r.who]
RETURN r.at.epochMillis AS at, r.who AS who, r.role AS role, r.what AS what, r.subject AS subject, r.way AS way
ORDER BY r.at DESC, r.id LIMIT $limit
