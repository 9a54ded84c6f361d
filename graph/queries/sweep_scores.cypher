// the scores of an exercise that the last run did not renew
MATCH (s:Score {scenario: $scenario}) WHERE s.run_id <> $run_id
DETACH DELETE s
