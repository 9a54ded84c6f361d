// what the institution did in a period
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until
RETURN a.id AS id, a.kind AS kind, a.at.epochMillis AS at, a.text AS text ORDER BY at
