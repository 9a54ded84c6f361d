// when the latest decision was made
MATCH (d:Decision) RETURN max(d.at) AS at
