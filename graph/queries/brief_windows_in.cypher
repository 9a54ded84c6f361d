// hourly volume of the départements of a région together; a message that names two of them counts in both
MATCH (d:Place {kind: 'departement'})-[:IN]->(:Place {id: $place})
MATCH (w:Window {topic_id: '*', place_id: d.id}) WHERE w.hour >= $since AND w.hour < $until
RETURN w.hour.epochMillis AS hour, sum(w.n) AS n, max(w.authors) AS authors, null AS expected, null AS upper,
       max(CASE WHEN w.blind THEN 1 ELSE 0 END) = 1 AS blind
ORDER BY hour
