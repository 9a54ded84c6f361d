// what the institution published in a time for the public, and where: what may address a need
MATCH (a:Action) WHERE a.at >= $since AND a.at < $until AND trim(coalesce(a.text, '')) <> ''
RETURN a.id AS id, a.text AS text, coalesce(a.place_ids, []) AS places ORDER BY a.at, a.id
