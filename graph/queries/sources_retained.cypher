// the latest run that removed what is kept no longer
MATCH (r:Run {flow: 'retain'}) WHERE r.as_of < $until
RETURN r.as_of.epochMillis AS at, r.state AS state, r.counts AS counts
ORDER BY r.as_of DESC LIMIT 1
