// messages by source, platform, day and hour; began: the first that was ever heard of the two
MATCH (a:Arrivals) WHERE a.day < $until
WITH a.source_id AS source_id, a.platform AS platform, min(a.first_at) AS began, collect(a) AS days
UNWIND days AS a
WITH source_id, platform, began, a WHERE a.day >= $since
RETURN source_id, platform, began, a.day AS day, a.hours AS hours
