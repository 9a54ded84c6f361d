// what is kept longer than its source allows
CALL () {
    MATCH (m:Message) WHERE m.published_at < $before AND m.source_id = $source_id
    RETURN count(m) AS messages
}
CALL () {
    MATCH (m:Measure) WHERE m.end < $before AND m.source_id = $source_id
    RETURN count(m) AS measures
}
RETURN messages, measures
