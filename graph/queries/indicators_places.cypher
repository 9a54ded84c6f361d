// régions and départements
MATCH (p:Place) WHERE p.kind IN ['region', 'departement']
RETURN p.id AS id, p.name AS name, p.kind AS kind ORDER BY kind DESC, id
