// how much was erased in a period, by kind and reason
MATCH (e:Erased) WHERE e.at >= $since AND e.at < $until
RETURN e.kind AS kind, e.reason AS reason, count(*) AS n, max(e.at).epochMillis AS last_at
ORDER BY kind, reason
