// accounts, tags, links and unread messages that nothing leads to
MATCH (n) WHERE (n:Account OR n:Hashtag OR n:Link OR (n:Message AND n.published_at IS NULL)) AND NOT EXISTS { (n)--() }
RETURN count(n) AS n
