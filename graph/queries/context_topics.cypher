// what topics of a period are called
MATCH (t:Topic) WHERE t.last_at >= $since
RETURN t.id AS id, t.label + ' ' + reduce(words = '', word IN t.keywords | words + ' ' + word) AS text
ORDER BY t.id
