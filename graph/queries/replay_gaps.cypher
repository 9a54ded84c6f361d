// gaps between needs and offer by département over four weeks, the largest first
MATCH (n:Need {days: 28, status: 'shown'})-[:IN]->(p:Place {kind: 'departement'})
RETURN n.need AS need, p.id AS place, n.service_ids AS services, n.gap AS gap
ORDER BY gap DESC, need, place
