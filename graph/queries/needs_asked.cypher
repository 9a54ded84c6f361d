// who asks, complains, reports or wants advice about a need of the catalogue, in columns, which travel fast
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until AND m.repost_of IS NULL
  AND m.kind <> 'article' AND (m.rating < 0 OR m.kind = 'report' OR any(one IN m.intents WHERE one IN $wanted))
MATCH (m)-[c:CONCERNS]->(s:Service) WHERE coalesce(c.probability, 1.0) >= $sure
WITH m, collect(DISTINCT coalesce(c.need, head(s.needs))) AS needs WHERE size(needs) > 0
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH m, needs, a WHERE a IS NULL OR NOT coalesce(a.kind, 'person') IN $known
RETURN collect(m.id) AS id, collect(needs) AS needs, collect(coalesce(m.author_id, m.id)) AS author,
    collect(m.platform) AS platform, collect(m.published_at.epochMillis) AS at, collect(coalesce(m.intents, [])) AS intents,
    collect(coalesce(m.rating < 0, false)) AS displeased, collect(m.kind = 'report') AS reported,
    collect(coalesce(m.place_id, '')) AS source_place,
    collect([(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= $sure | [p.id, coalesce(r.surface, '')]]) AS named,
    collect([(m)-[:ABOUT]->(t:Topic) WHERE NOT coalesce(t.excluded, false) | t.id]) AS topics,
    collect(EXISTS { (m)<-[:REPLIES_TO]-(:Message)-[:POSTED_BY]->(:Account {kind: 'institution'}) }) AS answered
