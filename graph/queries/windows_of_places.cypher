// hourly volume of several départements together; a message that names two of them counts in both
MATCH (w:Window {topic_id: '*'}) WHERE w.place_id IN $places AND w.hour >= $since AND w.hour < $until
RETURN w.hour.epochMillis AS hour, sum(w.n) AS n, max(w.authors) AS authors, null AS expected, null AS upper,
       max(CASE WHEN w.blind THEN 1 ELSE 0 END) = 1 AS blind
ORDER BY hour
