// what the institution did in a period, by kind
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until
RETURN a.kind AS kind, count(*) AS n ORDER BY n DESC
