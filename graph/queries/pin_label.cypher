// gives a topic the words of a person
MATCH (t:Topic {id: $topic}) SET t.label = $label
RETURN 0 AS messages
