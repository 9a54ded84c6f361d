// messages of a period by département, with its inhabitants
MATCH (p:Place {kind: 'departement'})
OPTIONAL MATCH (w:Window {topic_id: '*', place_id: p.id}) WHERE w.hour >= $since AND w.hour < $until
RETURN p.id AS id, p.name AS name, p.population AS population, coalesce(sum(w.n), 0) AS n,
       coalesce(sum(CASE WHEN w.blind THEN 1 ELSE 0 END), 0) AS blind
ORDER BY id
