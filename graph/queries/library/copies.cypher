// Textes qui reviennent, tels quels ou autrement | Texts that come back, as they were or otherwise
// theme: rumours
// $days = 7 | derniers jours des données | latest days of the data
// -> text, since, copies, authors, reworded, translated
MATCH (r:Run) WITH max(r.as_of) AS now
MATCH (first:Message)<-[c:COPY_OF]-(m:Message)
WHERE m.published_at >= now - duration({days: $days}) AND m.published_at < now
RETURN first.text AS text, first.published_at AS since, count(*) AS copies, count(DISTINCT m.author_id) AS authors,
       sum(CASE c.kind WHEN 'rewording' THEN 1 ELSE 0 END) AS reworded,
       sum(CASE c.kind WHEN 'translation' THEN 1 ELSE 0 END) AS translated
ORDER BY copies DESC, since LIMIT 30
