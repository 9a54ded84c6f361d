// removes messages, what cites them, and the accounts, tags, links and unread messages that only they led to
UNWIND $ids AS id
MATCH (m:Message {id: id})
CALL (m) {
    MATCH (s:Signal)-[:EVIDENCED_BY]->(m)
    SET s.evidence = [cited IN s.evidence WHERE cited <> m.id], s.erased = coalesce(s.erased, 0) + 1
}
CALL (m) {
    MATCH (p:Pin)-[:HOLDS]->(m)
    SET p.message_ids = [held IN p.message_ids WHERE held <> m.id]
}
CALL (m) {
    MATCH (other:Message)-[:REPLIES_TO|REPOSTS]->(m)
    SET other.reply_to = CASE WHEN other.reply_to = m.id THEN null ELSE other.reply_to END,
        other.repost_of = CASE WHEN other.repost_of = m.id THEN null ELSE other.repost_of END
}
WITH m, labels(m)[0] AS label,
     [(m)--(n) WHERE n:Account OR n:Hashtag OR n:Link OR (n:Message AND n.published_at IS NULL) | n] AS around
DETACH DELETE m
WITH count(*) AS messages, collect(around) AS lists
CALL (lists) {
    UNWIND lists AS around
    UNWIND around AS n
    WITH DISTINCT n WHERE NOT EXISTS { (n)--() }
    WITH n, labels(n)[0] AS label
    DELETE n
    RETURN collect(label) AS alone
}
RETURN messages, alone
