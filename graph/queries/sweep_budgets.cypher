// budgets that the run did not renew
MATCH (b:Budget) WHERE b.run_id <> $run_id DETACH DELETE b
