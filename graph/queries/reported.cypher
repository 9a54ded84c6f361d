// what was counted of services in a period, as far as it had ended
MATCH (e:Measure) WHERE e.metric IN $metrics AND e.start >= $since AND e.end <= $until
RETURN e.id AS id, e.service_id AS service_id, e.place_id AS place_id, e.metric AS metric, e.start.epochMillis AS start,
    e.end.epochMillis AS end, e.value AS value
