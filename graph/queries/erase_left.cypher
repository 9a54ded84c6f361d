// where ids that were erased still stand
CALL () {
    MATCH (n:Message|Account) WHERE n.id IN $ids RETURN labels(n)[0] + '.id' AS place, n.id AS id
    UNION
    MATCH (m:Message) WHERE m.reply_to IN $ids RETURN 'Message.reply_to' AS place, m.id AS id
    UNION
    MATCH (m:Message) WHERE m.repost_of IN $ids RETURN 'Message.repost_of' AS place, m.id AS id
    UNION
    MATCH (m:Message) WHERE m.author_id IN $ids RETURN 'Message.author_id' AS place, m.id AS id
    UNION
    MATCH (m:Message) WHERE any(name IN m.mentions WHERE name IN $ids) RETURN 'Message.mentions' AS place, m.id AS id
    UNION
    MATCH (s:Signal) WHERE any(name IN s.evidence WHERE name IN $ids) RETURN 'Signal.evidence' AS place, s.id AS id
    UNION
    MATCH (p:Pin) WHERE any(name IN p.message_ids WHERE name IN $ids) RETURN 'Pin.message_ids' AS place, p.id AS id
}
RETURN place, count(*) AS n ORDER BY place
