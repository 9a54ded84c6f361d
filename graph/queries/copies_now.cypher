// what time it is by the clock of the graph, how many messages there are since a moment, and how many changed since
// another; all in milliseconds
CALL () { MATCH (m:Message) WHERE m.published_at >= datetime({epochMillis: $oldest}) RETURN count(m) AS messages }
CALL () { MATCH (m:Message) WHERE m.changed_at >= $changed RETURN count(m) AS changed }
RETURN timestamp() AS at, messages, changed
