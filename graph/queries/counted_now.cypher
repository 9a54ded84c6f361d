// what time it is by the clock of the graph, how many messages there are and how many changed, and which topics are left out
CALL () { MATCH (m:Message) WHERE m.published_at >= $since RETURN count(m) AS messages }
CALL () { MATCH (m:Message) WHERE m.changed_at >= $changed RETURN count(m) AS changed }
CALL () { MATCH (t:Topic) WHERE t.excluded RETURN collect(t.id) AS excluded }
RETURN timestamp() AS at, messages, changed, excluded
