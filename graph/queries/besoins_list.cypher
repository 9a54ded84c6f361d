// needs against offer over some days in places of a kind, the largest first
MATCH (n:Need {days: $days})-[:IN]->(p:Place {kind: $kind})
WITH n, p, CASE WHEN $idle THEN n.idle ELSE n.gap END AS value WHERE value > 0
RETURN n.need AS need, p.id AS place_id, p.name AS place, n.messages AS messages, n.authors AS authors,
       round(n.ratio, 2) AS ratio, round(n.offer, 2) AS offer, round(value, 2) AS value,
       round(CASE WHEN $idle THEN n.idle_low ELSE n.gap_low END, 2) AS low,
       round(CASE WHEN $idle THEN n.idle_high ELSE n.gap_high END, 2) AS high, n.advised AS advised, n.reason AS reason
ORDER BY value DESC, need, place_id LIMIT $limit
