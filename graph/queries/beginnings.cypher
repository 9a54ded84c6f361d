// when the first message of each platform was published, where that was later than `since`
MATCH (a:Arrivals)
WITH a.platform AS platform, min(a.first_at) AS at WHERE at > $since
RETURN platform, at
