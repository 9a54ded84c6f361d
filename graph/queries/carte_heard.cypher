// the last hour in which a message came from each département, and in which all sources of France were heard
MATCH (p:Place) WHERE p.kind = 'departement'
RETURN p.id AS id, p.name AS name,
       head(COLLECT { MATCH (w:Window {topic_id: '*', place_id: p.id}) WHERE w.hour < $until AND w.n > 0
                      RETURN w.hour.epochMillis ORDER BY w.hour DESC LIMIT 1 }) AS at
ORDER BY id
UNION ALL
RETURN 'FR' AS id, 'France' AS name,
       head(COLLECT { MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.hour < $until AND NOT coalesce(w.blind, false)
                      RETURN w.hour.epochMillis ORDER BY w.hour DESC LIMIT 1 }) AS at
