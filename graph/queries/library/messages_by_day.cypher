// Messages par jour et par plateforme | Messages by day and platform
// theme: coverage
// $days = 7 | derniers jours des données | latest days of the data
// -> day, platform, messages, authors
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (m:Message) WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
WITH m, date(datetime({datetime: m.published_at, timezone: 'Europe/Paris'})) AS day
RETURN day, m.platform AS platform, count(*) AS messages, count(DISTINCT m.author_id) AS authors
ORDER BY day DESC, messages DESC, platform
