// what time it is by the clock of the graph, how many messages there are at all, how many changed, how many of these were
// published before what is counted, and which topics are left out
CALL () { MATCH (m:Message) RETURN count(m) AS messages }
CALL () {
    MATCH (m:Message) WHERE m.changed_at >= $changed
    RETURN count(m) AS changed, count(CASE WHEN m.published_at < $since THEN 1 END) AS older
}
CALL () { MATCH (t:Topic) WHERE t.excluded RETURN collect(t.id) AS excluded }
RETURN timestamp() AS at, messages, changed, older, excluded
