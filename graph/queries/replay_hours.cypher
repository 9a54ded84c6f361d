// whether each hour is marked as blind, for all messages
MATCH (w:Window {topic_id: '*', place_id: 'FR'})
RETURN w.hour AS hour, w.blind AS blind ORDER BY hour
