// windows that the run did not renew
MATCH (w:Window) WHERE w.hour >= $since AND w.run_id <> $run_id DELETE w
