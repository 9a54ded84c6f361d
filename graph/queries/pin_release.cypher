// takes a pin back; a topic that was left out is heard again
MATCH (t:Topic {id: $topic}) SET t.excluded = CASE $act WHEN 'exclude' THEN false ELSE t.excluded END
RETURN 0 AS messages
