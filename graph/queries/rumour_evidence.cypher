// what the messages of topics say of their claim, since each began: counts by stance, sources, copies, checks; no texts
UNWIND $topics AS topic
CALL (topic) {
    MATCH (m:Message)-[:ABOUT]->(:Topic {id: topic.id})
    WHERE m.published_at >= topic.since AND m.published_at < $until
    OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
    WITH m, coalesce(a.id, m.id) AS voice, coalesce(a.kind, 'person') IN ['institution', 'press'] AS public,
         coalesce(m.stance, 'comment') AS stance
    RETURN min(m.published_at) AS first_at, max(CASE stance WHEN 'deny' THEN null ELSE m.published_at END) AS last_at,
        sum(CASE stance WHEN 'support' THEN 1 ELSE 0 END) AS support,
        sum(CASE stance WHEN 'deny' THEN 1 ELSE 0 END) AS deny,
        sum(CASE stance WHEN 'query' THEN 1 ELSE 0 END) AS query,
        sum(CASE stance WHEN 'comment' THEN 1 ELSE 0 END) AS comment,
        count(DISTINCT CASE stance WHEN 'deny' THEN null ELSE voice END) AS authors,
        count(DISTINCT CASE WHEN stance = 'support' OR (stance = 'query' AND 'verify' IN m.circulation) THEN voice END)
            AS stating,
        sum(CASE WHEN public OR EXISTS { (m)-[:LINKS_TO]->(:Link) } THEN 1 ELSE 0 END) AS sourced,
        sum(CASE WHEN public AND stance = 'support' THEN 1 ELSE 0 END) AS official,
        min(CASE WHEN public AND stance = 'deny' THEN m.published_at END) AS denied_at,
        sum(CASE WHEN EXISTS { (m)-[:COPY_OF]->(:Message) } THEN 1 ELSE 0 END) AS copied,
        sum(CASE WHEN EXISTS { (:Signal {kind: 'coordination'})-[:EVIDENCED_BY]->(m) } THEN 1 ELSE 0 END)
            AS coordinated,
        sum(CASE WHEN stance <> 'deny' AND m.published_at >= $recent THEN 1 ELSE 0 END) AS recent,
        sum(CASE WHEN stance <> 'deny' AND m.published_at >= $earlier AND m.published_at < $recent THEN 1 ELSE 0 END)
            AS earlier,
        sum(CASE WHEN 'hearsay' IN m.circulation THEN 1 ELSE 0 END) AS hearsay,
        sum(CASE WHEN 'conditional' IN m.circulation THEN 1 ELSE 0 END) AS conditional,
        sum(CASE WHEN 'secrecy' IN m.circulation THEN 1 ELSE 0 END) AS secrecy,
        sum(CASE WHEN 'relay' IN m.circulation THEN 1 ELSE 0 END) AS relay,
        sum(CASE WHEN 'verify' IN m.circulation THEN 1 ELSE 0 END) AS verify,
        sum(CASE WHEN 'refute' IN m.circulation THEN 1 ELSE 0 END) AS refute
}
CALL (topic) {
    MATCH (c:FactCheck)<-[:SAME_CLAIM_AS]-(m:Message)-[:ABOUT]->(:Topic {id: topic.id})
    WHERE m.published_at >= topic.since AND m.published_at < $until AND c.published_at < $until
    RETURN collect(DISTINCT c.rating) AS verdicts
}
CALL (topic) {
    OPTIONAL MATCH (d:Action {kind: 'denial'})-[:ADDRESSES]->(:Topic {id: topic.id})
    WHERE d.at >= topic.since AND d.at < $until
    RETURN min(d.at) AS action_at
}
RETURN topic.id AS topic, first_at, last_at, support, deny, query, comment, authors, stating, sourced, official,
    denied_at, copied, coordinated, recent, earlier, verdicts, action_at,
    {hearsay: hearsay, conditional: conditional, secrecy: secrecy, relay: relay, verify: verify, refute: refute} AS circulation
