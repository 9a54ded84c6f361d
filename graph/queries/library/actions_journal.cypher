// Journal des actions | Journal of actions
// theme: actions
// -> action, at, kind, channel, text, places, topics
MATCH (x:Action)
OPTIONAL MATCH (x)-[:ADDRESSES]->(t:Topic)
OPTIONAL MATCH (x)-[:COVERS]->(p:Place)
RETURN x.id AS action, x.at AS at, x.kind AS kind, x.channel AS channel, x.text AS text,
       collect(DISTINCT p.name) AS places, collect(DISTINCT t.label) AS topics
ORDER BY at DESC LIMIT 100
