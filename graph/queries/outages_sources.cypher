// how the looks at each source went, as far as silence and outages need it
MATCH (s:Source) WHERE s.last_run_at IS NOT NULL
RETURN s.id AS id, s.last_success_at AS last_success_at, coalesce(s.failures, 0) AS failures,
       s.delay_seconds AS delay_seconds, s.judged_at AS judged_at
