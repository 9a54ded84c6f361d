// counts again what each signal of an alert rests on: authors and messages of its topic and place in the minutes before it
MATCH (:Alert {id: $alert})-[:RAISED_BY]->(s:Signal)
CALL (s) {
    MATCH (m:Message)
    WHERE m.published_at >= s.at - duration({minutes: $minutes}) AND m.published_at < s.at
      AND (s.topic_id IS NULL OR EXISTS { (m)-[:ABOUT]->(:Topic {id: s.topic_id}) })
    WITH s, m, [(m)-[r:MENTIONS]->(p:Place) WHERE r.probability >= 0.5 | p] AS named, [(m)-[:PUBLISHED_IN]->(p:Place) | p] AS given
    WITH s, m, CASE WHEN size(named) > 0 THEN named ELSE given END AS places
    WHERE coalesce(s.place_id, 'FR') = 'FR'
       OR any(place IN places WHERE EXISTS { (place)-[:IN*0..2]->(:Place {id: s.place_id}) })
    OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
    RETURN count(DISTINCT m) AS messages, count(DISTINCT a) AS authors
}
RETURN s.at AS at, s.topic_id AS topic, s.place_id AS place, s.observed AS observed, authors, messages
ORDER BY at DESC, place
