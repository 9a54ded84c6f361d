// needs that the run did not renew
MATCH (n:Need) WHERE n.run_id <> $run_id DETACH DELETE n
