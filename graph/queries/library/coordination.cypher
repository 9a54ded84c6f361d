// Partages coordonnés, par sujet | Coordinated sharing, by topic
// theme: rumours
// -> topic, label, accounts, messages, most_met, smallest_p
MATCH (a:Account)-[c:COORDINATES_WITH]-(:Account)
WITH a, max(c.met) AS met, min(c.p_value) AS p
MATCH (a)<-[:POSTED_BY]-(m:Message)-[:ABOUT]->(t:Topic)
WITH t, count(DISTINCT a) AS accounts, count(DISTINCT m) AS messages, max(met) AS most_met, min(p) AS smallest_p
WHERE accounts >= 5
RETURN t.id AS topic, t.label AS label, accounts, messages, most_met, smallest_p ORDER BY accounts DESC, topic
