// Ce que les sujets sont devenus | What became of topics
// theme: topics
// -> topic, label, kind, became, became_label, at
MATCH (t:Topic)-[step:BECAME]->(next:Topic)
RETURN t.id AS topic, t.label AS label, step.kind AS kind, next.id AS became, next.label AS became_label, step.at AS at
ORDER BY at DESC, topic LIMIT 100
