// Baromètre, Services Publics+: experiences by feeling, answered, days until the answer (mean, 75th percentile)
MATCH (m:Message {kind: 'experience', platform: 'services-publics-plus'})
WHERE m.published_at >= $since AND m.published_at < $until
OPTIONAL MATCH (a:Message)-[:REPLIES_TO]->(m) WHERE a.id = m.id + '-answer'
WITH m, CASE WHEN a IS NOT NULL
     THEN duration.inDays(date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})),
                          date(datetime({datetime: a.published_at, timezone: 'Europe/Paris'}))).days END AS days
RETURN count(*) AS experiences, count(CASE WHEN m.rating > 0 THEN 1 END) AS positive,
       count(CASE WHEN m.rating = 0 THEN 1 END) AS neutral, count(CASE WHEN m.rating < 0 THEN 1 END) AS negative,
       count(CASE WHEN m.answered THEN 1 END) AS answered, avg(days) AS mean_days,
       percentileCont(days, 0.75) AS p75_days
