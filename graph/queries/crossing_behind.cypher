// topics of what was said on some French days about a service, or about anything, in some places; none: anywhere; few
// voices are not shown
UNWIND $days AS day
WITH datetime({date: date(day), timezone: 'Europe/Paris'}) AS start
MATCH (m:Message)-[:ABOUT]->(t:Topic)
WHERE m.published_at >= start AND m.published_at < start + duration('P1D') AND NOT t.excluded
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
  AND (size($places) = 0 OR EXISTS {
    (m)-[:PUBLISHED_IN|MENTIONS]->(:Place) ((:Place)-[:IN]->(:Place)){0,3} ((:Place)-[:MEMBER_OF]->(:Place)){0,1} (root:Place)
    WHERE root.id IN $places
  })
WITH t, count(DISTINCT m) AS messages, count(DISTINCT coalesce(m.author_id, m.id)) AS authors, collect(m.text)[0] AS text
WHERE authors >= 5
RETURN t.id AS topic, t.label AS label, messages, authors, text ORDER BY messages DESC, topic LIMIT 8
