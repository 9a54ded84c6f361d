// forgets erasures of which everything would be refused as too old by now; requests concerning an account stay
MATCH (e:Erased) WHERE e.at < $before AND NOT (e.kind = 'account' AND e.reason = 'request')
WITH e LIMIT $limit
DELETE e
RETURN count(*) AS n
