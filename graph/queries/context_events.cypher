// events of the calendar that touch a period
MATCH (e:Event) WHERE e.start < $until AND e.end > $since
RETURN e.id AS id, e.kind AS kind, e.name AS name, e.start.epochMillis AS start, e.end.epochMillis AS end,
    e.place_ids AS places
ORDER BY e.id
