// removes accounts, tags, links and unread messages that nothing leads to any more
MATCH (n) WHERE (n:Account OR n:Hashtag OR n:Link OR (n:Message AND n.published_at IS NULL)) AND NOT EXISTS { (n)--() }
WITH n, labels(n)[0] AS label LIMIT $limit
DELETE n
RETURN collect(label) AS alone
