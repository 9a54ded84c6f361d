// one alert with its topic, places, signals and decisions
MATCH (a:Alert {id: $alert})
OPTIONAL MATCH (a)-[:COVERS]->(p:Place)
WITH a, [place IN collect(DISTINCT p) | place {.id, .name, .kind}] AS places
OPTIONAL MATCH (a)-[:ABOUT]->(t:Topic)
OPTIONAL MATCH (a)-[:RAISED_BY]->(s:Signal)
WITH a, places, t, s ORDER BY s.at DESC
WITH a, places, t, [x IN collect(DISTINCT s) | x {.id, .kind, .reason, .reason_en, .observed, .expected, .upper, .p_value,
     .authors, .place_id, .parameters, at: x.at.epochMillis, place: head([(x)-[:IN]->(p:Place) | p.name])}] AS signals
OPTIONAL MATCH (d:Decision)-[:ON]->(a)
WITH a, places, t, signals, d ORDER BY d.at, d.id
RETURN a.id AS id, a.kind AS kind, a.severity AS severity, a.title AS title, a.title_en AS title_en,
       a.reason AS reason, a.reason_en AS reason_en, a.score AS score, a.topic_id AS topic_id,
       t.label AS topic, t.keywords AS keywords, places, signals,
       a.first_at.epochMillis AS first_at, a.last_at.epochMillis AS last_at,
       reduce(most = 0.0, x IN signals | CASE WHEN x.observed > most THEN x.observed ELSE most END) AS volume,
       [x IN collect(d) | x {.id, .role, .author, .act, .comment, .given_to, .verdict, .severity, .volume, .into_id, .undoes_id,
           at: x.at.epochMillis, until: x.until.epochMillis}] AS decisions
