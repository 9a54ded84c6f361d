// the topic that holds most of the messages of each claim now, where it is not the one that its rumour is about
UNWIND $rumours AS rumour
MATCH (r:Rumour {id: rumour})-[:MAKES]->(:Claim)<-[:TAKES]-(m:Message)-[:ABOUT]->(t:Topic)
WITH r, t, count(m) AS messages ORDER BY messages DESC, t.id
WITH r, collect({topic: t.id, messages: messages}) AS homes
WITH r, head(homes) AS home, reduce(all = 0, one IN homes | all + one.messages) AS total
WHERE home.topic <> r.topic_id AND 2 * home.messages > total
RETURN r.id AS rumour, home.topic AS topic
