// leaves a whole topic out: it keeps its messages, and nothing is heard about it
MATCH (t:Topic {id: $topic}) SET t.excluded = true
RETURN 0 AS messages
