// who wrote when, about what and where: what detectors count
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
RETURN m.id AS id, m.author_id AS author_id, m.platform AS platform, m.published_at.epochMillis AS at,
    m.place_id AS source_place,
    [(m)-[:ABOUT]->(t:Topic) | t.id] AS topics,
    [(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= $probability | p.id] AS places
