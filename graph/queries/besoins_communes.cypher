// needs against offer over some days in the communes, or groups of communes, of départements
MATCH (n:Need {days: $days})-[:IN]->(p:Place {kind: $kind})-[:IN]->(d:Place) WHERE d.id IN $places
RETURN n.need AS need, n.label AS label, n.label_en AS label_en, p.name AS place, d.id AS within, n.messages AS messages,
       n.authors AS authors, n.ratio AS ratio, n.ratio_low AS ratio_low, n.ratio_high AS ratio_high, n.gap AS gap,
       n.gap_low AS gap_low, n.gap_high AS gap_high, n.advised AS advised
ORDER BY gap DESC, place, need
