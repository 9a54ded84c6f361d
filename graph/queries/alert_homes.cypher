// the topic that an open alert is about now, where it is another one: that of its rumour, else that of most messages it cites
UNWIND $alerts AS id
MATCH (a:Alert {id: id}) WHERE a.topic_id IS NOT NULL
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal {kind: 'rumour'})
OPTIONAL MATCH (r:Rumour {id: left(s.id, size(s.id) - 14)})
WITH a, r ORDER BY r.first_at
WITH a, head(collect(r.topic_id)) AS own
CALL (a, own) {
    WITH a, own WHERE own IS NULL
    MATCH (a)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message)
    WITH DISTINCT m
    MATCH (m)-[:ABOUT]->(t:Topic)
    WITH t, count(m) AS messages ORDER BY messages DESC, t.id
    WITH collect({topic: t.id, messages: messages}) AS homes
    WITH head(homes) AS home, reduce(all = 0, one IN homes | all + one.messages) AS total
    RETURN CASE WHEN 2 * home.messages > total THEN home.topic END AS home
    UNION
    WITH own WHERE own IS NOT NULL
    RETURN own AS home
}
WITH a, home WHERE home IS NOT NULL AND home <> a.topic_id
RETURN a.id AS alert, home AS topic
