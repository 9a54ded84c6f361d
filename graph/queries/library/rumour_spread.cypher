// Propagation d’une rumeur, heure par heure | Spread of a rumour, hour by hour
// theme: rumours
// $rumour = null | identifiant de la rumeur ; rien : la plus répandue | id of the rumour; none: the one that spread most
// -> rumour, hour, spread, denials, queries, authors
MATCH (u:Rumour) WHERE $rumour IS NULL OR u.id = $rumour
WITH u ORDER BY u.spread DESC, u.id LIMIT 1
MATCH (u)-[:ABOUT]->(:Topic)<-[:ABOUT]-(m:Message)
RETURN u.id AS rumour, datetime.truncate('hour', m.published_at) AS hour,
       sum(CASE WHEN coalesce(m.stance, 'comment') <> 'deny' THEN 1 ELSE 0 END) AS spread,
       sum(CASE WHEN m.stance = 'deny' THEN 1 ELSE 0 END) AS denials,
       sum(CASE WHEN m.stance = 'query' THEN 1 ELSE 0 END) AS queries, count(DISTINCT m.author_id) AS authors
ORDER BY hour
