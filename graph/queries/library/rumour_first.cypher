// Premiers messages d’une rumeur | First messages of a rumour
// theme: rumours
// $rumour = null | identifiant de la rumeur ; rien : la plus répandue | id of the rumour; none: the one that spread most
// -> rumour, at, platform, stance, text
MATCH (u:Rumour) WHERE $rumour IS NULL OR u.id = $rumour
WITH u ORDER BY u.spread DESC, u.id LIMIT 1
MATCH (u)-[:ABOUT]->(:Topic)<-[:ABOUT]-(m:Message)
RETURN u.id AS rumour, m.published_at AS at, m.platform AS platform, m.stance AS stance, m.text AS text
ORDER BY at LIMIT 20
