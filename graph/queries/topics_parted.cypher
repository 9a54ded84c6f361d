// topics that left another one since a moment
MATCH (:Topic)-[b:BECAME {kind: 'split'}]->(t:Topic)
WHERE b.at > $since AND NOT t.excluded
RETURN DISTINCT t.id AS topic
ORDER BY topic
