// Services et sujets qui vont ensemble | Services and the topics that go with them
// theme: services
// -> service, name, topic, label, messages
MATCH (s:Service)<-[:CONCERNS]-(m:Message)-[:ABOUT]->(t:Topic)
RETURN s.id AS service, s.name AS name, t.id AS topic, t.label AS label, count(DISTINCT m) AS messages
ORDER BY messages DESC, service, topic LIMIT 50
