// hourly volume of one topic ('*': all) in one place, with what was expected
MATCH (w:Window {topic_id: $topic, place_id: $place})
WHERE w.hour >= $since AND w.hour < $until
RETURN w.hour.epochMillis AS hour, w.n AS n, w.authors AS authors, w.expected AS expected, w.upper AS upper,
       coalesce(w.blind, false) AS blind
ORDER BY hour
