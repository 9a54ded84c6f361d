// rumours that were spread lately or are not known to be over, each with its claim and the last ruling on it
MATCH (r:Rumour) WHERE r.state <> 'extinct' OR r.last_at >= $since
OPTIONAL MATCH (ruling:Ruling)-[:ON]->(r)
WITH r, ruling ORDER BY ruling.at DESC, ruling.id DESC
WITH r, head(collect(ruling)) AS ruling
RETURN r {.*} AS rumour, ruling.state AS ruled, ruling.at AS ruled_at ORDER BY r.first_at, r.id
