// Besoins forts, offre faible : où, combien, et que faire | Strong needs, weak offer: where, how much, and what to do
// theme: services
// $days = 28 | jours comparés : 7 ou 28 | days compared: 7 or 28
// -> need, place, name, messages, authors, gap, gap_low, gap_high, offer, advised, reason
MATCH (n:Need {days: $days, status: 'shown'})-[:IN]->(p:Place {kind: 'departement'})
RETURN n.label AS need, p.id AS place, p.name AS name, n.messages AS messages, n.authors AS authors, n.gap AS gap,
     n.gap_low AS gap_low, n.gap_high AS gap_high, n.offer AS offer, n.advised AS advised, n.reason AS reason
ORDER BY gap DESC, need, place LIMIT 50
