// messages about the topic of an action, published after it, that ask or complain
MATCH (a:Action {id: $action})-[:ADDRESSES]->(t:Topic)<-[:ABOUT]-(m:Message)
WHERE m.published_at >= a.at AND m.published_at < a.at + duration('P1D') AND m.published_at < $until AND trim(m.text) <> ''
  AND (m.stance = 'query' OR m.intent IN ['question', 'complaint'])
RETURN m.id AS id, m.text AS text ORDER BY m.published_at, m.id LIMIT $limit
