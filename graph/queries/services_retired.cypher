// services that the catalogue offered and no longer does: kept where something is linked to them, else removed
MATCH (s:Service) WHERE size(s.needs) > 0 AND NOT s.id IN $ids
SET s.needs = [], s.kind = 'retired' REMOVE s.fingerprint
WITH s, s.id AS id, NOT EXISTS { (s)--() } AS removed
FOREACH (gone IN CASE WHEN removed THEN [s] ELSE [] END | DELETE gone)
RETURN id, removed ORDER BY id
