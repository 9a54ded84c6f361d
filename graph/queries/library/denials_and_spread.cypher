// Démentis : délai, et ce qui a suivi | Denials: delay, and what followed
// theme: rumours
// -> rumour, state, first, denied, minutes, after_denial
MATCH (u:Rumour) WHERE u.denied_at IS NOT NULL
RETURN u.id AS rumour, u.state AS state, u.first_at AS first, u.denied_at AS denied,
       duration.inSeconds(u.first_at, u.denied_at).seconds / 60.0 AS minutes, u.after_denial AS after_denial
ORDER BY denied DESC
