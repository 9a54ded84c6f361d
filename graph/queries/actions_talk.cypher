// the talk about a topic around an action, in columns: when, where, by whom, whether it spreads it, and what it asks
MATCH (m:Message)-[:ABOUT]->(:Topic {id: $topic})
WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH m, a, [(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= 0.5 | p] AS named, [(m)-[:PUBLISHED_IN]->(p:Place) | p] AS given
WITH m, a, CASE WHEN size(named) > 0 THEN named ELSE given END AS places
RETURN collect(m.published_at.epochMillis) AS at, collect(m.platform) AS platform, collect(coalesce(a.id, m.id)) AS author,
    collect(coalesce(m.lang, '')) AS lang,
    collect(coalesce(m.stance, 'comment') <> 'deny' AND coalesce(a.kind, 'person') <> 'institution') AS spreads,
    collect(coalesce(m.stance = 'query', false) OR coalesce(m.intent IN ['question', 'complaint'], false)) AS asks,
    collect(coalesce(head([(m)-[s:ASKS_ABOUT]->(:Action {id: $action}) | s.sentence]), -1)) AS sentence,
    collect(size(places) = 0 OR size($places) = 0 OR any(place IN places WHERE
        EXISTS { (place)-[:IN*0..3]->(z:Place) WHERE z.id IN $places } OR
        EXISTS { (z:Place)-[:IN*1..3]->(place) WHERE z.id IN $places })) AS reached,
    collect(coalesce(head([place IN places | head([(place)-[:IN*0..2]->(d:Place {kind: 'departement'}) | d.id])]), '')) AS place
