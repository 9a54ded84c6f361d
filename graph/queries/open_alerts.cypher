// alerts that may still grow: not dismissed, with a signal lately
MATCH (a:Alert) WHERE a.last_at >= $since
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, d ORDER BY d.at DESC
WITH a, head(collect(d.act)) AS act
WHERE coalesce(act, 'open') <> 'dismiss'
RETURN a {.*} AS alert
