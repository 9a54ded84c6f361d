// demands a month that are not served, of départements and of their communes, where they are shown
MATCH (n:Need {days: $days, status: 'shown'})-[:IN]->(p:Place)
WHERE p.kind IN ['departement', 'commune'] AND n.unmet > 0
RETURN n.need AS need, n.label AS label, n.label_en AS label_en, p.id AS place_id, p.name AS place, p.kind AS kind,
       CASE p.kind WHEN 'departement' THEN p.id ELSE p.parent_id END AS within, n.unmet AS demands
ORDER BY need, place_id
