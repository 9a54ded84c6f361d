// when platforms were blind in a period
MATCH (o:Outage) WHERE o.start < $until AND (o.end IS NULL OR o.end > $since)
RETURN o.platform AS platform, o.start.epochMillis AS start, o.end.epochMillis AS end ORDER BY start
