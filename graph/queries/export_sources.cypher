// the sources of what leaves, and their terms
MATCH (s:Source)
RETURN s.id AS id, s.name AS name, s.kind AS kind, s.licence AS licence, s.purpose AS purpose,
       s.legal_basis AS legal_basis, s.retention_days AS retention_days
ORDER BY id
