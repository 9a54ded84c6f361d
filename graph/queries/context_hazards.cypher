// hazards in force in a period, and since when each was known
MATCH (h:Hazard) WHERE h.state = 'actual' AND h.start < $until AND h.end > $since
RETURN h.phenomenon AS phenomenon, h.level AS level, h.start.epochMillis AS start, h.end.epochMillis AS end,
    coalesce(h.issued_at, h.start).epochMillis AS known_at, h.place_ids AS places
ORDER BY h.id
