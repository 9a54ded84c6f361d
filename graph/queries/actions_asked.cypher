// messages about the topic of an action that ask or complain in the day after it, before another one; and those once found so
MATCH (a:Action {id: $action})
CALL (a) {
    MATCH (a)-[:ADDRESSES]->(t:Topic)<-[:ABOUT]-(m:Message)
    WHERE m.published_at >= a.at AND m.published_at < a.at + duration('P1D') AND m.published_at < $until AND trim(m.text) <> ''
      AND (m.stance = 'query' OR m.intent IN ['question', 'complaint'])
      AND NOT EXISTS { MATCH (later:Action)-[:ADDRESSES]->(t) WHERE later.at > a.at AND later.at <= m.published_at }
    RETURN m, true AS asks ORDER BY m.published_at, m.id LIMIT $limit
    UNION ALL
    MATCH (m:Message)-[:ASKS_ABOUT]->(a) RETURN m, false AS asks
}
RETURN m.id AS id, m.text AS text, asks
