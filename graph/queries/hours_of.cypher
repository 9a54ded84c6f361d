// the windows of one hour; equality would ask for the same name of the zone too
MATCH (w:Window) WHERE w.hour > $hour - duration('PT30M') AND w.hour < $hour + duration('PT30M')
RETURN w.id AS id, w.topic_id AS topic_id, w.place_id AS place_id, coalesce(w.blind, false) AS blind
