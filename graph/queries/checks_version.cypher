// what changes whenever a check comes, goes or changes
MATCH (c:FactCheck) RETURN count(c) AS n, toString(max(c.last_seen)) AS changed
