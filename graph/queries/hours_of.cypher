// the windows of one hour
MATCH (w:Window {hour: $hour})
RETURN w.id AS id, w.topic_id AS topic_id, w.place_id AS place_id, coalesce(w.blind, false) AS blind
