// what was done lately
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until AND trim(a.text) <> ''
RETURN a.id AS id, a.text AS text ORDER BY a.at, a.id
