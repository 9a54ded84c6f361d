// Qui a écrit, avec quelle version | What wrote, with which version
// theme: coverage
// -> flow, as_of, started, state, version, counts, sources
MATCH (r:Run)
OPTIONAL MATCH (r)-[:READ]->(s:Source)
RETURN r.flow AS flow, r.as_of AS as_of, r.started_at AS started, r.state AS state, r.version AS version,
       r.counts AS counts, collect(s.id) AS sources
ORDER BY started DESC LIMIT 50
