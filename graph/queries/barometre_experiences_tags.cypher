// Baromètre, Services Publics+: what users rated apart, positive, neutral and negative, over all experiences
MATCH (m:Message {kind: 'experience', platform: 'services-publics-plus'})
WHERE m.published_at >= $since AND m.published_at < $until
WITH collect(m) AS told
UNWIND told AS m
UNWIND m.aspects AS said
WITH size(told) AS experiences, split(said, ':') AS said
RETURN said[0] AS tag, count(CASE WHEN said[1] = '1' THEN 1 END) AS positive,
       count(CASE WHEN said[1] = '0' THEN 1 END) AS neutral, count(CASE WHEN said[1] = '-1' THEN 1 END) AS negative,
       experiences ORDER BY tag
