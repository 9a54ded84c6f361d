// who read what in a period, by role and kind of read, never by person
MATCH (r:Read) WHERE r.at >= $since AND r.at < $until
RETURN r.what AS what, r.role AS role, r.way AS way, count(*) AS n, max(r.at).epochMillis AS last_at
ORDER BY n DESC, what, role, way
