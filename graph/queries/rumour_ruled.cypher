// moves a rumour into the state that a person ruled; `none` leaves it to the next look
MATCH (r:Rumour {id: $rumour}) WHERE $state <> 'none'
SET r.state = $state, r.state_at = $at, r.why = 'person',
    r.verdict = CASE WHEN $state IN ['false', 'true'] THEN $state ELSE r.verdict END
