// messages of a period by French day and platform: those left with services or not, and the complaints among them
MATCH (m:Message) WHERE m.published_at >= $since AND m.published_at < $until
  AND ($service = '' OR EXISTS { (m)-[:CONCERNS]->(:Service {id: $service}) })
WITH m, date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})) AS day
RETURN toString(day) AS day, m.platform AS platform, m.kind IN ['experience', 'review'] AS is_left, count(*) AS n,
       sum(CASE WHEN 'complaint' IN m.intents THEN 1 ELSE 0 END) AS complaints
