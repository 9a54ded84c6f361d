// what `counted` says of the messages that changed since a moment, in milliseconds by the clock of the graph
MATCH (m:Message) USING INDEX m:Message(changed_at)
WHERE m.changed_at >= $changed AND m.published_at >= $since
RETURN collect(m.id) AS id, collect(coalesce(m.author_id, '')) AS author_id, collect(m.platform) AS platform,
    collect(m.published_at.epochMillis) AS at, collect(coalesce(m.place_id, '')) AS source_place,
    collect([(m)-[:ABOUT]->(t:Topic) WHERE NOT coalesce(t.excluded, false) | t.id]) AS topics,
    collect([(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= $probability | p.id]) AS places,
    collect(EXISTS { (m)-[:COPY_OF]->(:Message) }) AS copies, collect(coalesce(m.harm, -1.0)) AS harm,
    collect([(m)-[c:CONCERNS]->(s:Service) WHERE coalesce(c.probability, 1.0) >= $sure | s.id]) AS services
