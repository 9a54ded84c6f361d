// how detection did on the exercise of this graph: the whole first, then each truth, with the alerts on it
MATCH (s:Score)
OPTIONAL MATCH (s)-[:OF]->(a:Alert)
WITH s, a ORDER BY a.first_at, a.id
RETURN s {.*} AS score, collect(a {.id, .title, .title_en, .kind, .first_at}) AS alerts
ORDER BY score.scenario, score.truth_id IS NOT NULL, score.kind, score.id
