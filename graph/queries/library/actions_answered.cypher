// Questions après une action | Questions after an action
// theme: actions
// $hours = 24 | heures après l’action | hours after the action
// -> action, at, kind, label, messages, questions, complaints
MATCH (x:Action)-[:ADDRESSES]->(t:Topic)<-[:ABOUT]-(m:Message)
WHERE m.published_at >= x.at AND m.published_at < x.at + duration({hours: $hours})
RETURN x.id AS action, x.at AS at, x.kind AS kind, t.label AS label, count(DISTINCT m) AS messages,
       count(DISTINCT CASE WHEN 'question' IN m.intents OR m.stance = 'query' THEN m END) AS questions,
       count(DISTINCT CASE WHEN 'complaint' IN m.intents THEN m END) AS complaints
ORDER BY at DESC
